package org.threadbook.experiment.executor;

import java.util.OptionalInt;

/**
 * Text that a worker process printed.
 *
 * @param taskIndex the task that printed it, or empty if it cannot be told, as with warnings of the
 *     JVM itself
 * @param worker the worker, as in {@link org.threadbook.experiment.TaskRecord#worker}
 * @param stream where it was printed
 * @param text the text, line ends included
 */
public record TaskOutput(OptionalInt taskIndex, String worker, Stream stream, String text) {
    /** The standard stream that was printed to. */
    public enum Stream {
        OUT,
        ERR
    }
}
