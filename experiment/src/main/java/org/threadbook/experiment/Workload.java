package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * What an experiment executes: tasks, with what is set up before each round and what is checked
 * after it. All methods are called in the thread that runs the experiment, and for each round of
 * each executor in the order {@link #setUp}, {@link #tasks}, {@link #check}; only the tasks between
 * the last two are timed.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 */
public interface Workload<T extends @Nullable Object, R extends @Nullable Object> {
    /**
     * @return the code of the workload as its author wrote it, for display and records
     */
    String source();

    /**
     * Brings the state that the tasks share to where every round starts from.
     *
     * @throws Exception what the author's code throws; it ends the experiment
     */
    default void setUp() throws Exception {}

    /**
     * Collects the tasks of one round.
     *
     * @return the tasks; indices count from 0 in list order
     * @throws Exception what the author's code throws; it ends the experiment
     */
    List<Task<T, R>> tasks() throws Exception;

    /**
     * Looks at the state that a round left.
     *
     * @return the text to show beside the executor, or empty if there is nothing to check
     * @throws Exception what the author's code throws; it ends the experiment
     */
    default Optional<String> check() throws Exception {
        return Optional.empty();
    }
}
