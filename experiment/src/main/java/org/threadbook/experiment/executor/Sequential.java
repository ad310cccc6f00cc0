package org.threadbook.experiment.executor;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.control.StopSwitch;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs one task after another in the calling thread. Where limits are set, a daemon thread watches
 * them for the length of the round. A task that does not let go cannot be left behind, since the
 * thread is the caller's.
 */
final class Sequential implements TaskExecutor {
    private static final String WORKER = "thread 1";
    private static final int LONGEST_CHAIN = 20;
    private static final long LOOK_NS = 1_000_000;

    @Override
    public Duration start() {
        return Duration.ZERO;
    }

    @Override
    public void close() {}

    @Override
    public <R extends @Nullable Object> List<TaskRecord<R>> run(
            List<? extends Task<?, R>> tasks, RoundContext context) {
        var limits = new TaskLimits(context);
        if (limits.isEmpty()) return run(tasks, context, limits, new AtomicReference<>());
        var running = new AtomicReference<@Nullable RunningTask<R>>();
        var watchdog =
                Thread.ofPlatform()
                        .daemon()
                        .name("time-outs of sequential")
                        .start(() -> watch(limits, running));
        try {
            return run(tasks, context, limits, running);
        } finally {
            watchdog.interrupt();
        }
    }

    private <R extends @Nullable Object> List<TaskRecord<R>> run(
            List<? extends Task<?, R>> tasks,
            RoundContext context,
            TaskLimits limits,
            AtomicReference<@Nullable RunningTask<R>> running) {
        var records = new RoundRecords<R>(tasks, context);
        boolean interrupted = false;
        for (int i = 0; i < tasks.size(); i++) {
            if (interrupted || isToldToStop()) {
                interrupted = true;
                records.addUnstarted(i, new Outcome.Cancelled<>());
            } else if (limits.roundIsOver()) {
                records.addUnstarted(i, limits.roundTimedOut(new StackTraceElement[0]));
            } else {
                interrupted = execute(tasks.get(i), i, context, records, running);
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        return records.toList();
    }

    /**
     * @return whether the task was ended because the thread was told to stop
     */
    private <R extends @Nullable Object> boolean execute(
            Task<?, R> task,
            int position,
            RoundContext context,
            RoundRecords<R> records,
            AtomicReference<@Nullable RunningTask<R>> running) {
        context.observer().enter(task);
        var run = new RunningTask<R>(position);
        running.set(run);
        var execution = BodyExecution.of(task.body());
        var outcome = run.end(execution.outcome());
        running.set(null);
        context.observer().exit(task);
        boolean interrupted = isInterruption(outcome) || isToldToStop();
        records.add(position, WORKER, interrupted ? new Outcome.Cancelled<>() : outcome, execution);
        return interrupted;
    }

    private static boolean isToldToStop() {
        return Thread.currentThread().isInterrupted()
                || StopSwitch.isRequested(Thread.currentThread());
    }

    /** Nobody but those who want the whole round to end interrupts the thread that runs it. */
    private static boolean isInterruption(Outcome<?> outcome) {
        return outcome instanceof Outcome.Cancelled<?>
                || outcome instanceof Outcome.Failure<?>(var thrown) && isInterruption(thrown);
    }

    /** Tasks like to wrap the exception. */
    private static boolean isInterruption(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(LONGEST_CHAIN) // causes may go round in a circle
                .anyMatch(InterruptedException.class::isInstance);
    }

    private static <R extends @Nullable Object> void watch(
            TaskLimits limits, AtomicReference<@Nullable RunningTask<R>> running) {
        while (!Thread.currentThread().isInterrupted()) {
            var run = running.get();
            if (run != null) stopIfOverdue(limits, run);
            LockSupport.parkNanos(Math.max(LOOK_NS, nextLookNs(limits, run)));
        }
    }

    private static <R extends @Nullable Object> void stopIfOverdue(
            TaskLimits limits, RunningTask<R> run) {
        Function<StackTraceElement[], Outcome<R>> outcome = limits::taskTimedOut;
        if (limits.roundIsOver()) run.stop(limits::roundTimedOut);
        else if (limits.remainingNs(run).orElse(1) <= 0) run.stop(outcome);
    }

    private static long nextLookNs(TaskLimits limits, @Nullable RunningTask<?> run) {
        long soonest = limits.soonestNs();
        return run == null ? soonest : Math.min(soonest, limits.remainingNs(run).orElse(soonest));
    }
}
