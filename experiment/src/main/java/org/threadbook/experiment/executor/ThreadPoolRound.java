package org.threadbook.experiment.executor;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * One round on a thread pool. {@link #run} is called by the thread that runs the experiment; the
 * seats' threads call {@link #work}. They share the number of the next task, the records, and per
 * seat the task that runs there.
 */
final class ThreadPoolRound<R extends @Nullable Object> {
    /** How long a stopped task may take to let go of its thread. */
    private static final long GRACE_NS = 80_000_000;

    /** How often stopped tasks are looked after. */
    private static final long LOOK_NS = 10_000_000;

    private final List<Seat> seats;
    private final List<? extends Task<?, R>> tasks;
    private final RoundContext context;
    private final TaskLimits limits;
    private final RoundRecords<R> records;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable RunningTask<R>> running;

    ThreadPoolRound(List<Seat> seats, List<? extends Task<?, R>> tasks, RoundContext context) {
        this.seats = seats;
        this.tasks = tasks;
        this.context = context;
        this.limits = new TaskLimits(context);
        this.records = new RoundRecords<>(tasks, context);
        this.running = new AtomicReferenceArray<>(seats.size());
    }

    List<TaskRecord<R>> run() {
        int busySeats = Math.min(seats.size(), tasks.size());
        for (int seat = 0; seat < busySeats; seat++) startWork(seat);
        try {
            if (limits.isEmpty()) records.awaitAll();
            else awaitWithinLimits();
        } catch (InterruptedException interrupted) {
            giveUp(_ -> new Outcome.Cancelled<>());
            Thread.currentThread().interrupt();
        }
        return records.toList();
    }

    private void startWork(int seat) {
        seats.get(seat).execute(() -> work(seat));
    }

    private void work(int seat) {
        for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
            if (!execute(seat, i)) return;
        }
    }

    /**
     * @return false if the task was given up meanwhile, and this thread with it
     */
    private boolean execute(int seat, int position) {
        var run = new RunningTask<R>(position);
        try {
            return execute(seat, run);
        } catch (Throwable broken) {
            // An observer failed, or memory is short: the round must end all the same.
            records.addGivenUp(run, seats.get(seat).name(), new Outcome.Failure<>(broken));
            return true;
        } finally {
            run.end(new Outcome.Cancelled<>());
            Thread.interrupted(); // what a task left set is not for the next one
        }
    }

    private boolean execute(int seat, RunningTask<R> run) {
        var task = tasks.get(run.index());
        context.observer().enter(task);
        running.set(seat, run);
        var execution = BodyExecution.of(task.body());
        var outcome = run.end(execution.outcome());
        running.compareAndSet(seat, run, null);
        context.observer().exit(task);
        return records.add(run.index(), seats.get(seat).name(), outcome, execution);
    }

    private void awaitWithinLimits() throws InterruptedException {
        while (!records.awaitAll(Math.max(LOOK_NS, nextLookNs()))) {
            if (limits.roundIsOver()) {
                giveUp(limits::roundTimedOut);
                return;
            }
            for (int seat = 0; seat < seats.size(); seat++) {
                var run = running.get(seat);
                if (run == null || limits.remainingNs(run).orElse(1) > 0) continue;
                run.stop(limits::taskTimedOut);
                replaceIfStuck(seat, run);
            }
        }
    }

    private long nextLookNs() {
        long soonest = limits.soonestNs();
        for (int seat = 0; seat < seats.size(); seat++) {
            var run = running.get(seat);
            if (run != null) soonest = Math.min(soonest, limits.remainingNs(run).orElse(soonest));
        }
        return soonest;
    }

    private void replaceIfStuck(int seat, RunningTask<R> run) {
        var verdict = run.stuckAfter(GRACE_NS);
        if (verdict.isEmpty()) return;
        running.compareAndSet(seat, run, null);
        if (!records.addGivenUp(run, seats.get(seat).name(), verdict.get())) return;
        seats.get(seat).replaceThread();
        startWork(seat);
    }

    /** Ends the round: stops what runs, starts nothing more. Not to be interrupted. */
    private void giveUp(Function<StackTraceElement[], Outcome<R>> outcome) {
        int unstarted = next.getAndSet(tasks.size());
        for (int i = unstarted; i < tasks.size(); i++) {
            records.addUnstarted(i, outcome.apply(new StackTraceElement[0]));
        }
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            for (int seat = 0; seat < seats.size(); seat++) {
                var run = running.get(seat);
                if (run == null) continue;
                run.stop(outcome);
                replaceIfStuck(seat, run);
            }
            try {
                done = records.awaitAll(LOOK_NS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
