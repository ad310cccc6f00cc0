package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/** What a task without a result does: code that may throw anything. */
@FunctionalInterface
public interface VoidBody extends Serializable {
    /**
     * Executes the task once, in the thread of whoever calls.
     *
     * @throws Throwable whatever the task's own code throws
     */
    void run() throws Throwable;

    /**
     * @return a body that does the same and yields null
     */
    default TaskBody<@Nullable Object> yieldingNull() {
        return new YieldingNull(this);
    }

    /**
     * Yields null. A record, not a lambda, so that what is sent to a worker names only classes that
     * each worker has.
     *
     * @param body what is executed
     */
    record YieldingNull(VoidBody body) implements TaskBody<@Nullable Object> {
        @SuppressWarnings("NullAway") // it does not know nullable type arguments
        @Override
        public @Nullable Object call() throws Throwable {
            body.run();
            return null;
        }
    }
}
