package org.threadbook.experiment;

import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.experiment.executor.RoundContext;
import org.threadbook.experiment.executor.TaskExecutor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The simplest executor there can be, writing down what it is asked to do. */
record InlineSpec(String name, List<String> log) implements ExecutorSpec {
    @Override
    public int workers() {
        return 1;
    }

    @Override
    public TaskExecutor open() {
        return new TaskExecutor() {
            @Override
            public Duration start() {
                return Duration.ZERO;
            }

            @Override
            public <R> List<TaskRecord<R>> run(
                    List<? extends Task<?, R>> tasks, RoundContext context) {
                log.add("run " + name + " " + tasks.size());
                var records = new ArrayList<TaskRecord<R>>();
                for (var task : tasks) records.add(record(task, context));
                return records;
            }

            @Override
            public void close() {
                log.add("close " + name);
            }
        };
    }

    private static <R> TaskRecord<R> record(Task<?, R> task, RoundContext context) {
        long start = context.clock().now();
        Outcome<R> outcome;
        try {
            outcome = new Outcome.Success<>(task.body().call());
        } catch (Throwable thrown) {
            outcome = new Outcome.Failure<>(thrown);
        }
        var unknown = OptionalLong.empty();
        var end = OptionalLong.of(context.clock().now());
        var timing =
                new Timing(
                        start,
                        unknown,
                        OptionalLong.of(start),
                        end,
                        end,
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        unknown);
        return new TaskRecord<>(task, "inline", 1, outcome, timing);
    }
}
