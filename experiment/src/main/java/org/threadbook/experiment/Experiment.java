package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.executor.ExecutorSpec;

import java.util.List;

/**
 * A workload, the executors to run it on, and how: {@code Experiment.over(numbers, n ->
 * evaluate(n)).on(sequential(), threadPool(5)).rounds(5).run()}. Immutable: each method gives a new
 * experiment.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 */
public final class Experiment<T extends @Nullable Object, R extends @Nullable Object> {
    private final Workload<T, R> workload;
    private final List<ExecutorSpec> executors;
    private final ExperimentSettings settings;

    private Experiment(
            Workload<T, R> workload, List<ExecutorSpec> executors, ExperimentSettings settings) {
        this.workload = workload;
        this.executors = executors;
        this.settings = settings;
    }

    /**
     * @param workload what to execute
     * @return an experiment with it, still without executors
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> Experiment<T, R> of(
            Workload<T, R> workload) {
        return new Experiment<>(workload, List.of(), ExperimentSettings.ONE_ROUND);
    }

    /**
     * @param executors the executors to compare, in the order in which they are shown
     * @return the experiment on these
     */
    public Experiment<T, R> on(ExecutorSpec... executors) {
        return new Experiment<>(workload, List.of(executors), settings);
    }

    /**
     * @param settings how to run it
     * @return the experiment with these settings
     */
    public Experiment<T, R> with(ExperimentSettings settings) {
        return new Experiment<>(workload, executors, settings);
    }

    /**
     * Runs the experiment in the calling thread. If that is interrupted, what has been measured is
     * returned and the interrupt status is set.
     *
     * @param listener who is told what happens meanwhile
     * @return the runs of all executors
     * @throws Exception what the workload's set-up, collection or check throws
     */
    public Comparison<R> run(ExperimentListener listener) throws Exception {
        throw new UnsupportedOperationException("being written");
    }
}
