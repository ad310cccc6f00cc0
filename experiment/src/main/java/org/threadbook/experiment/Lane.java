package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.experiment.executor.RoundContext;
import org.threadbook.experiment.executor.TaskExecutor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One executor of a running experiment and the rounds that it has run. */
final class Lane<R extends @Nullable Object> {
    static final String SEQUENTIAL = "sequential";

    private final ExecutorSpec spec;
    private final TaskExecutor executor;
    private final List<Round<R>> rounds = new ArrayList<>();
    private Duration prediction = Duration.ZERO;

    Lane(ExecutorSpec spec) {
        this.spec = spec;
        this.executor = spec.open();
    }

    String name() {
        return spec.name();
    }

    boolean isSequential() {
        return name().equals(SEQUENTIAL);
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    Duration start() throws InterruptedException {
        return executor.start();
    }

    List<TaskRecord<R>> run(List<? extends Task<?, R>> tasks, RoundContext context) {
        return executor.run(tasks, context);
    }

    void add(Round<R> round) {
        rounds.add(round);
    }

    void predict(Duration makespan) {
        prediction = makespan;
    }

    Duration prediction() {
        return prediction;
    }

    Run<R> toRun() {
        return new Run<>(name(), spec.workers(), rounds);
    }

    void close() {
        executor.close();
    }
}
