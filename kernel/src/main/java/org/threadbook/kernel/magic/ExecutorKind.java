package org.threadbook.kernel.magic;

import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.experiment.executor.TaskExecutors;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** The executors that a magic line can name. A new one is added here and nowhere else. */
enum ExecutorKind {
    SEQUENTIAL("sequential", 1, "the cell's thread", Set.of(), _ -> TaskExecutors.sequential()),
    THREADPOOL("threadpool", 10_000, "threads", Set.of(), TaskExecutors::threadPool),
    PROCESSPOOL(
            "processpool",
            256,
            "worker processes",
            Set.of("heap", "jvm", "fresh", "max-tasks"),
            TaskExecutors::processPool);

    private final String executorName;
    private final int mostWorkers;
    private final String workers;
    private final Set<String> laterOptions;
    private final IntFunction<ExecutorSpec> open;

    /**
     * @param executorName the name in the grammar
     * @param mostWorkers the largest size that makes sense; 1 if it has no size
     * @param workers what its workers are
     * @param laterOptions options that are not available yet
     * @param open makes one of a size
     */
    ExecutorKind(
            String executorName,
            int mostWorkers,
            String workers,
            Set<String> laterOptions,
            IntFunction<ExecutorSpec> open) {
        this.executorName = executorName;
        this.mostWorkers = mostWorkers;
        this.workers = workers;
        this.laterOptions = laterOptions;
        this.open = open;
    }

    static Optional<ExecutorKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.executorName.equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ExecutorKind::executorName).toList();
    }

    String executorName() {
        return executorName;
    }

    boolean hasSize() {
        return mostWorkers > 1;
    }

    int mostWorkers() {
        return mostWorkers;
    }

    String workers() {
        return workers;
    }

    Set<String> laterOptions() {
        return laterOptions;
    }

    ExecutorSpec spec(int size) {
        return open.apply(size);
    }
}
