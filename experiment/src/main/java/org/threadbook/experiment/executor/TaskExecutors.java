package org.threadbook.experiment.executor;

/** Names executors for experiments: {@code .on(sequential(), threadPool(5), processPool(5))}. */
public final class TaskExecutors {
    private TaskExecutors() {}
}
