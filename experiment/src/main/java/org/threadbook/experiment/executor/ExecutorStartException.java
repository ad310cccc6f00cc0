package org.threadbook.experiment.executor;

/** A worker could not be started; the message says which, why and what to do. */
public final class ExecutorStartException extends RuntimeException {
    /**
     * @param message what happened, why, and what to do next
     * @param cause what was thrown on the way
     */
    public ExecutorStartException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param message what happened, why, and what to do next
     */
    public ExecutorStartException(String message) {
        super(message);
    }
}
