package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one attempt at a task.
 *
 * @param task the task
 * @param worker the worker that had it, as shown to people ("thread 2", "worker 3 (pid 4711)"), or
 *     empty if none did
 * @param attempt 1 for the first attempt
 * @param outcome how it ended
 * @param timing when its phases happened
 * @param <R> the type of the result
 */
public record TaskRecord<R extends @Nullable Object>(
        Task<?, R> task, String worker, int attempt, Outcome<R> outcome, Timing timing) {

    /**
     * @return the task's index in the workload
     */
    public int index() {
        return task.index();
    }

    /**
     * @return the task's item as text for people: shortened to 80 characters, and never failing
     */
    public String item() {
        return ItemText.of(task.item());
    }
}
