package org.threadbook.experiment.executor;

import org.threadbook.experiment.process.ProcessPoolSpec;

/** Names executors for experiments: {@code .on(sequential(), threadPool(5), processPool(5))}. */
public final class TaskExecutors {
    private TaskExecutors() {}

    /**
     * @return one task after another, in the thread that runs the experiment
     */
    public static ExecutorSpec sequential() {
        return new SequentialSpec();
    }

    /**
     * @param workers how many platform threads the pool has, at least 1
     * @return a fixed pool of platform threads
     * @throws IllegalArgumentException if there would be no worker
     */
    public static ExecutorSpec threadPool(int workers) {
        return new ThreadPoolSpec(workers);
    }

    /**
     * @param workers how many worker processes the pool has, at least 1; warm ones are used again
     * @return a pool of JVMs of their own
     * @throws IllegalArgumentException if there would be no worker
     */
    public static ExecutorSpec processPool(int workers) {
        return new ProcessPoolSpec(workers);
    }

    private record SequentialSpec() implements ExecutorSpec {
        @Override
        public String name() {
            return "sequential";
        }

        @Override
        public int workers() {
            return 1;
        }

        @Override
        public TaskExecutor open() {
            return new Sequential();
        }
    }

    private record ThreadPoolSpec(int workers) implements ExecutorSpec {
        ThreadPoolSpec {
            if (workers < 1) {
                throw new IllegalArgumentException(
                        "a thread pool needs at least 1 worker, not " + workers);
            }
        }

        @Override
        public String name() {
            return "threadpool(" + workers + ")";
        }

        @Override
        public TaskExecutor open() {
            return new ThreadPool(workers);
        }
    }
}
