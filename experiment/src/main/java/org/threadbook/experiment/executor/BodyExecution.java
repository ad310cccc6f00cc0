package org.threadbook.experiment.executor;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.TaskBody;
import org.threadbook.experiment.control.Stopped;
import org.threadbook.experiment.measure.ThreadMeter;

import java.util.OptionalLong;

/**
 * One call of a task's body and what it took. Every executor, in this JVM and in worker processes,
 * calls bodies through {@link #of}, so that times mean the same everywhere and the JIT compiler
 * sees one place of call.
 *
 * @param outcome success, failure, or {@link Outcome.Cancelled} if the body was told to stop
 * @param startedNanoTime {@link System#nanoTime} when the body was entered
 * @param endedNanoTime {@link System#nanoTime} when it was left
 * @param cpuNs processor time of this thread meanwhile
 * @param allocatedBytes heap allocated by this thread meanwhile
 * @param <R> the type of the result
 */
public record BodyExecution<R extends @Nullable Object>(
        Outcome<R> outcome,
        long startedNanoTime,
        long endedNanoTime,
        OptionalLong cpuNs,
        OptionalLong allocatedBytes) {

    /**
     * Calls a body in this thread. Throws nothing: whatever the body throws, Errors included, is in
     * the outcome.
     *
     * @param body what to call
     * @return how it went
     */
    public static <R extends @Nullable Object> BodyExecution<R> of(TaskBody<R> body) {
        long allocated = ThreadMeter.allocatedBytes();
        long cpu = ThreadMeter.cpuNs();
        long started = System.nanoTime();
        var outcome = outcomeOf(body);
        long ended = System.nanoTime();
        return new BodyExecution<>(
                outcome,
                started,
                ended,
                ThreadMeter.between(cpu, ThreadMeter.cpuNs()),
                ThreadMeter.between(allocated, ThreadMeter.allocatedBytes()));
    }

    private static <R extends @Nullable Object> Outcome<R> outcomeOf(TaskBody<R> body) {
        try {
            return new Outcome.Success<>(body.call());
        } catch (Stopped _) {
            return new Outcome.Cancelled<>();
        } catch (Throwable thrown) {
            return new Outcome.Failure<>(thrown);
        }
    }
}
