package org.threadbook.experiment.executor;

/**
 * An executor as it is named in an experiment, before anything is started. Immutable.
 *
 * @see TaskExecutors
 */
public interface ExecutorSpec {
    /**
     * @return the name in the grammar of the magics, such as {@code threadpool(5)}; it identifies
     *     the executor within a comparison
     */
    String name();

    /**
     * @return how many tasks can run at the same time
     */
    int workers();

    /**
     * Makes an executor; its workers are started by {@link TaskExecutor#start}.
     *
     * @return a new executor, which the caller closes
     */
    TaskExecutor open();
}
