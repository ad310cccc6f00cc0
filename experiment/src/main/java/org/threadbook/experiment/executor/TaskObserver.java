package org.threadbook.experiment.executor;

import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;

/**
 * Is told of the tasks of one round while they run. Methods are called by different threads at the
 * same time and must be quick and thread-safe.
 */
public interface TaskObserver {
    /** An observer that does nothing. */
    TaskObserver NONE = new TaskObserver() {};

    /**
     * Called in the thread of this JVM that is about to run the task's body, before its time is
     * taken; not called for tasks that run in other processes.
     *
     * @param task the task
     */
    default void enter(Task<?, ?> task) {}

    /**
     * Called in the same thread after the body has ended, however it ended.
     *
     * @param task the task
     */
    default void exit(Task<?, ?> task) {}

    /**
     * A task in another process printed. Calls for one task keep the order of its prints.
     *
     * @param output what was printed, by whom and where
     */
    default void printed(TaskOutput output) {}

    /**
     * The task's outcome is known.
     *
     * @param record what is known of it
     */
    default void finished(TaskRecord<?> record) {}
}
