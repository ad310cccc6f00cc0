package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How a task ended.
 *
 * @param <R> the type of the result
 */
public sealed interface Outcome<R extends @Nullable Object> {

    /**
     * The task returned.
     *
     * @param value its result
     */
    record Success<R extends @Nullable Object>(R value) implements Outcome<R> {}

    /**
     * The task threw, or could not be sent, or its result could not.
     *
     * @param cause the task's own throwable, with its own class and stack trace
     */
    record Failure<R extends @Nullable Object>(Throwable cause) implements Outcome<R> {}

    /**
     * The task ran longer than it may and was ended.
     *
     * @param limit what it was allowed
     * @param stack where it stood when it was ended, the innermost frame first; empty if it had not
     *     started
     */
    record TimedOut<R extends @Nullable Object>(Duration limit, StackTraceElement[] stack)
            implements Outcome<R> {}

    /**
     * The worker process died while it had the task.
     *
     * @param reason which worker and pid, how it ended, and which task it ran, in sentences
     */
    record WorkerLost<R extends @Nullable Object>(String reason) implements Outcome<R> {}

    /** The task was not executed to its end because the run was interrupted or given up. */
    record Cancelled<R extends @Nullable Object>() implements Outcome<R> {}

    /**
     * @return the word for this outcome in records: success, failure, timeout, lost or cancelled
     */
    default String word() {
        return switch (this) {
            case Success<R> _ -> "success";
            case Failure<R> _ -> "failure";
            case TimedOut<R> _ -> "timeout";
            case WorkerLost<R> _ -> "lost";
            case Cancelled<R> _ -> "cancelled";
        };
    }
}
