package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.executor.ExecutorSpec;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

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
     * @return an experiment with it, one round on executors still to be named
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> Experiment<T, R> of(
            Workload<T, R> workload) {
        return new Experiment<>(workload, List.of(), ExperimentSettings.ONE_ROUND);
    }

    /**
     * @param items what to work on; read once per round
     * @param function what gives an item's result
     * @return an experiment with a task per item, one round on executors still to be named
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> Experiment<T, R> over(
            Iterable<T> items, ItemFunction<T, R> function) {
        return of(new ItemWorkload<>(items, function));
    }

    /**
     * @param items what to work on; read once per round
     * @param action what is done with each item
     * @return an experiment with a task per item that has no result
     */
    @SuppressWarnings("NullAway") // it does not see that the result type is nullable
    public static <T extends @Nullable Object> Experiment<T, @Nullable Void> overEach(
            Iterable<T> items, ItemAction<T> action) {
        return of(
                new ItemWorkload<>(
                        items,
                        item -> {
                            action.accept(item);
                            return null;
                        }));
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
     * @param rounds measured rounds per executor, at least 1
     * @return the experiment with as many
     */
    public Experiment<T, R> rounds(int rounds) {
        return with(settings.withRounds(rounds));
    }

    /**
     * @param warmups rounds per executor that come before and do not count
     * @return the experiment with as many
     */
    public Experiment<T, R> warmups(int warmups) {
        return with(settings.withWarmups(warmups));
    }

    /**
     * @param limit how long each task may run
     * @return the experiment with this limit
     */
    public Experiment<T, R> taskTimeout(Duration limit) {
        return with(settings.withTaskTimeout(limit));
    }

    /**
     * @param limit how long the whole experiment may take
     * @return the experiment with this limit
     */
    public Experiment<T, R> timeout(Duration limit) {
        return with(settings.withTimeout(limit));
    }

    /**
     * @param executor the name of the executor that speed-ups refer to
     * @return the experiment with this baseline
     */
    public Experiment<T, R> baseline(String executor) {
        return with(settings.withBaseline(executor));
    }

    /**
     * Runs the experiment in the calling thread and tells nobody meanwhile.
     *
     * @return the runs of all executors
     * @throws Exception what the workload's set-up, collection or check throws
     * @see #run(ExperimentListener)
     */
    public Comparison<R> run() throws Exception {
        return run(ExperimentListener.NONE);
    }

    /**
     * Runs the experiment in the calling thread. Executors take turns round by round, warm-ups
     * first. If the thread is interrupted, or the time-out is over, what has been measured is
     * returned; after an interrupt the thread's interrupt status is set.
     *
     * @param listener who is told what happens meanwhile
     * @return the runs of all executors that ran at least one round
     * @throws IllegalArgumentException if no executor is named, two have the same name, or the
     *     baseline is none of them
     * @throws org.threadbook.experiment.executor.ExecutorStartException if workers cannot be
     *     started
     * @throws Exception what the workload's set-up, collection or check throws
     */
    public Comparison<R> run(ExperimentListener listener) throws Exception {
        return new ExperimentRun<>(workload, executors, settings, listener).run();
    }

    /** A task per item; the items are read afresh each round, as a loop over them would. */
    private record ItemWorkload<T extends @Nullable Object, R extends @Nullable Object>(
            Iterable<T> items, ItemFunction<T, R> function) implements Workload<T, R> {
        @Override
        public String source() {
            return "";
        }

        @Override
        public List<Task<T, R>> tasks() {
            var all = StreamSupport.stream(items.spliterator(), false).toList();
            var function = this.function;
            return IntStream.range(0, all.size())
                    .mapToObj(
                            index -> {
                                T item = all.get(index);
                                return new Task<T, R>(index, item, () -> function.apply(item));
                            })
                    .toList();
        }
    }
}
