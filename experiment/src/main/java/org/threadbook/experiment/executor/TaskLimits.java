package org.threadbook.experiment.executor;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Outcome;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The time limits of one round, as moments of {@link System#nanoTime}. Immutable. */
final class TaskLimits {
    private final Optional<Duration> taskTimeout;
    private final Optional<Duration> timeout;
    private final long roundStartNanoTime = System.nanoTime();

    TaskLimits(RoundContext context) {
        this.taskTimeout = context.taskTimeout();
        this.timeout = context.timeout();
    }

    boolean isEmpty() {
        return taskTimeout.isEmpty() && timeout.isEmpty();
    }

    boolean roundIsOver() {
        return timeout.isPresent()
                && System.nanoTime() - roundStartNanoTime >= timeout.get().toNanos();
    }

    /** Nanoseconds that a task may still run; not positive if it is overdue. */
    OptionalLong remainingNs(RunningTask<?> running) {
        if (taskTimeout.isEmpty()) return OptionalLong.empty();
        return OptionalLong.of(
                running.startedNanoTime() + taskTimeout.get().toNanos() - System.nanoTime());
    }

    /** Nanoseconds until a limit can be reached by a task that starts now. */
    long soonestNs() {
        long task = taskTimeout.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        long round =
                timeout.map(t -> roundStartNanoTime + t.toNanos() - System.nanoTime())
                        .orElse(Long.MAX_VALUE);
        return Math.min(task, round);
    }

    <R extends @Nullable Object> Outcome<R> taskTimedOut(StackTraceElement[] stack) {
        return new Outcome.TimedOut<>(taskTimeout.orElseThrow(), stack);
    }

    <R extends @Nullable Object> Outcome<R> roundTimedOut(StackTraceElement[] stack) {
        return new Outcome.TimedOut<>(timeout.orElseThrow(), stack);
    }
}
