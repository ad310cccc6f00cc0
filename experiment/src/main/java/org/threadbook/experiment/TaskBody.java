package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/**
 * What a task does: code that may throw anything and may yield null.
 *
 * <p>Serializable, so that a lambda written where a {@code TaskBody} is expected can be sent to a
 * worker process, provided that what it captures can.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskBody<R extends @Nullable Object> extends Serializable {
    /**
     * Executes the task once, in the thread of whoever calls.
     *
     * @return the task's result; null is a value like another
     * @throws Throwable whatever the task's own code throws
     */
    R call() throws Throwable;
}
