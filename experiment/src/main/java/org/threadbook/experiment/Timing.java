package org.threadbook.experiment;

import java.util.OptionalLong;

/**
 * When the phases of one attempt at a task happened and what it took. Times are nanoseconds since
 * the start of the round, on the clock of the process that runs the experiment. What is unknown, or
 * has no meaning on the executor, is empty.
 *
 * @param submittedNs when the task was handed to the executor
 * @param sentNs when its bytes had been written to the worker process
 * @param startedNs when its body was entered
 * @param endedNs when its body was left
 * @param receivedNs when its outcome was known to the executor
 * @param serializeNs time to make bytes of the task and of its result, both sides added
 * @param deserializeNs time to make objects of those bytes, both sides added
 * @param bytesSent size of the task as sent
 * @param bytesReceived size of the outcome as received
 * @param cpuNs processor time of the executing thread while it ran the body
 * @param allocatedBytes heap allocated by the executing thread while it ran the body
 */
public record Timing(
        long submittedNs,
        OptionalLong sentNs,
        OptionalLong startedNs,
        OptionalLong endedNs,
        OptionalLong receivedNs,
        OptionalLong serializeNs,
        OptionalLong deserializeNs,
        OptionalLong bytesSent,
        OptionalLong bytesReceived,
        OptionalLong cpuNs,
        OptionalLong allocatedBytes) {

    /**
     * @param submittedNs when the task was handed to the executor
     * @return the timing of a task of which nothing else is known
     */
    public static Timing submittedAt(long submittedNs) {
        var unknown = OptionalLong.empty();
        return new Timing(
                submittedNs,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown);
    }

    /**
     * @return how long the body ran, empty if it did not start or its end is unknown
     */
    public OptionalLong runNs() {
        return difference(startedNs, endedNs);
    }

    /**
     * @return how long the task waited: from submission to the start of its body, less the time
     *     spent on serialization
     */
    public OptionalLong queueNs() {
        if (startedNs.isEmpty()) return OptionalLong.empty();
        return OptionalLong.of(
                Math.max(0, startedNs.getAsLong() - submittedNs - serializeNs.orElse(0)));
    }

    private static OptionalLong difference(OptionalLong from, OptionalLong to) {
        if (from.isEmpty() || to.isEmpty()) return OptionalLong.empty();
        return OptionalLong.of(to.getAsLong() - from.getAsLong());
    }
}
