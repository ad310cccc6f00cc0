package org.threadbook.experiment.measure;

import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Round;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.Timing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes runs of made-up measurements. */
final class Records {
    private Records() {}

    /** A task that started when it was submitted, ran as long as said and computed that share. */
    static TaskRecord<Integer> task(int index, long runNs, double cpuShare) {
        var unknown = OptionalLong.empty();
        var end = OptionalLong.of(runNs);
        var timing =
                new Timing(
                        0,
                        unknown,
                        OptionalLong.of(0),
                        end,
                        end,
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        OptionalLong.of((long) (runNs * cpuShare)),
                        unknown);
        return new TaskRecord<>(
                new Task<>(index, index, () -> index),
                "w",
                1,
                new Outcome.Success<>(index),
                timing);
    }

    static Round<Integer> round(boolean warmup, long makespanNs, double cpuShare, long... runNs) {
        var records = new ArrayList<TaskRecord<Integer>>();
        for (int i = 0; i < runNs.length; i++) records.add(task(i, runNs[i], cpuShare));
        var order = records.stream().map(TaskRecord::index).toList();
        return new Round<>(warmup, makespanNs, 0, records, order, Optional.empty());
    }

    @SafeVarargs
    static Run<Integer> run(String executor, int workers, Round<Integer>... rounds) {
        return new Run<>(executor, workers, List.of(rounds));
    }
}
