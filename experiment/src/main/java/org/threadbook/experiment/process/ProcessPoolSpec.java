package org.threadbook.experiment.process;

import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.experiment.executor.TaskExecutor;

/**
 * A process pool by its size, on the workers that this process keeps warm.
 *
 * @param workers how many worker processes, at least 1
 */
public record ProcessPoolSpec(int workers) implements ExecutorSpec {
    public ProcessPoolSpec {
        if (workers < 1)
            throw new IllegalArgumentException(
                    "A process pool needs at least 1 worker, not " + workers);
    }

    @Override
    public String name() {
        return "processpool(" + workers + ")";
    }

    @Override
    public TaskExecutor open() {
        return new ProcessPool(workers, WorkerReserve.common());
    }
}
