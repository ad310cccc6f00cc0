package org.threadbook.experiment.executor;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.Timing;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The records of a round while it runs in this JVM. The first record of a task counts: a task that
 * was given up and ends late changes nothing. Thread-safe.
 *
 * @param <R> the type of the results
 */
final class RoundRecords<R extends @Nullable Object> {
    private final List<? extends Task<?, R>> tasks;
    private final RoundContext context;
    private final long submittedNs;
    private final AtomicReferenceArray<@Nullable TaskRecord<R>> records;
    private final CountDownLatch missing;

    RoundRecords(List<? extends Task<?, R>> tasks, RoundContext context) {
        this.tasks = tasks;
        this.context = context;
        this.submittedNs = context.clock().now();
        this.records = new AtomicReferenceArray<>(tasks.size());
        this.missing = new CountDownLatch(tasks.size());
    }

    /**
     * @return whether this was the task's first record
     */
    boolean add(int position, String worker, Outcome<R> outcome, BodyExecution<R> execution) {
        var clock = context.clock();
        var unknown = OptionalLong.empty();
        var ended = OptionalLong.of(clock.relative(execution.endedNanoTime()));
        return add(
                position,
                worker,
                outcome,
                new Timing(
                        submittedNs,
                        unknown,
                        OptionalLong.of(clock.relative(execution.startedNanoTime())),
                        ended,
                        ended,
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        execution.cpuNs(),
                        execution.allocatedBytes()));
    }

    /** The task was started and then given up while it still ran. */
    boolean addGivenUp(RunningTask<R> running, String worker, Outcome<R> outcome) {
        var clock = context.clock();
        var unknown = OptionalLong.empty();
        return add(
                running.index(),
                worker,
                outcome,
                new Timing(
                        submittedNs,
                        unknown,
                        OptionalLong.of(clock.relative(running.startedNanoTime())),
                        unknown,
                        OptionalLong.of(clock.now()),
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        unknown));
    }

    /** The task was not started. */
    boolean addUnstarted(int position, Outcome<R> outcome) {
        return add(position, "", outcome, Timing.submittedAt(submittedNs));
    }

    private boolean add(int position, String worker, Outcome<R> outcome, Timing timing) {
        var record = new TaskRecord<R>(tasks.get(position), worker, 1, outcome, timing);
        if (!records.compareAndSet(position, null, record)) return false;
        try {
            context.observer().finished(record);
        } catch (RuntimeException | Error broken) {
            // Whoever looks on must not keep the round from ending.
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, broken);
        }
        missing.countDown();
        return true;
    }

    void awaitAll() throws InterruptedException {
        missing.await();
    }

    boolean awaitAll(long nanoseconds) throws InterruptedException {
        return missing.await(nanoseconds, TimeUnit.NANOSECONDS);
    }

    /**
     * @return all records in the order of the tasks; every task must have one
     */
    List<TaskRecord<R>> toList() {
        var list = new ArrayList<TaskRecord<R>>(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            var record = records.get(i);
            if (record == null) throw new IllegalStateException("task " + i + " has no record");
            list.add(record);
        }
        return list;
    }
}
