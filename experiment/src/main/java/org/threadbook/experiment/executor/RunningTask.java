package org.threadbook.experiment.executor;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.control.StopHandle;

import java.util.Optional;
import java.util.function.Function;

/**
 * A task while its body runs in a thread of this JVM, so that this task can be stopped and never
 * the next one on the same thread. Made in that thread; thread-safe.
 *
 * @param <R> the type of the result
 */
final class RunningTask<R extends @Nullable Object> {
    /** What was decided about a task that may not run on, and when. */
    private record Verdict<R extends @Nullable Object>(Outcome<R> outcome, long nanoTime) {}

    private final int index;
    private final StopHandle handle = StopHandle.ofCurrentThread();
    private final long startedNanoTime = System.nanoTime();
    private Optional<Verdict<R>> verdict = Optional.empty();
    private boolean ended;

    RunningTask(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    long startedNanoTime() {
        return startedNanoTime;
    }

    /**
     * Stops the task, unless it has ended or was stopped before.
     *
     * @param outcome what becomes of it, given where it stands
     */
    synchronized void stop(Function<StackTraceElement[], Outcome<R>> outcome) {
        if (ended || verdict.isPresent()) return;
        var stack = handle.thread().getStackTrace();
        verdict = Optional.of(new Verdict<>(outcome.apply(stack), System.nanoTime()));
        handle.stop();
    }

    /**
     * @return what was decided about it, if it was stopped so long ago that it will not let go
     */
    synchronized Optional<Outcome<R>> stuckAfter(long graceNs) {
        return verdict.filter(v -> !ended && System.nanoTime() - v.nanoTime() > graceNs)
                .map(Verdict::outcome);
    }

    /**
     * Called in the task's thread when the body has ended; from now on nothing stops the thread.
     *
     * @param outcome how the body ended
     * @return how the task ended: if it was stopped, what was decided then, since what the body
     *     then threw or returned is only a consequence
     */
    synchronized Outcome<R> end(Outcome<R> outcome) {
        ended = true;
        handle.end();
        return verdict.map(Verdict::outcome).orElse(outcome);
    }
}
