package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A task with a name for display.
 *
 * @param name the name
 * @param body what is executed
 * @param <R> the type of the result
 * @see Tasks
 */
public record NamedTask<R extends @Nullable Object>(String name, TaskBody<R> body)
        implements Callable<R>, Serializable {
    /**
     * Executes the task in the calling thread.
     *
     * @throws Exception what the body throws
     */
    @Override
    public R call() throws Exception {
        try {
            return body.call();
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new Exception(thrown);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
