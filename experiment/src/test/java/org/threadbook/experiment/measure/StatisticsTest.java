package org.threadbook.experiment.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.threadbook.experiment.measure.Records.round;
import static org.threadbook.experiment.measure.Records.run;

import org.junit.jupiter.api.Test;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Round;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.Timing;

import java.util.List;
import java.util.Optional;

class StatisticsTest {
    @Test
    void warmUpsDoNotCount() {
        var figures =
                run(
                                "a",
                                1,
                                round(true, 900, 1, 900),
                                round(false, 100, 1, 50),
                                round(false, 300, 1, 150),
                                round(false, 200, 1, 100))
                        .statistics();

        assertThat(figures.makespanNs()).isEqualTo(200);
        assertThat(figures.shortestMakespanNs()).isEqualTo(100);
        assertThat(figures.longestMakespanNs()).isEqualTo(300);
        assertThat(figures.medianTaskNs()).hasValue(100);
        assertThat(figures.slowestTaskNs()).hasValue(150);
        assertThat(figures.tasksPerSecond()).isEqualTo(1e9 / 200);
    }

    @Test
    void quantilesInterpolateBetweenTheNearestValues() {
        assertThat(Statistics.quantile(new long[] {10, 20, 30, 40}, 0.5)).hasValue(25);
        assertThat(Statistics.quantile(new long[] {0, 100}, 0.95)).hasValue(95);
        assertThat(Statistics.quantile(new long[0], 0.5)).isEmpty();
    }

    @Test
    void theCpuShareIsThatOfAllTasksTogether() {
        assertThat(run("a", 1, round(false, 100, 0.25, 40, 60)).statistics().cpuShare())
                .hasValue(0.25);
    }

    @Test
    void tasksThatNeverStartedLeaveFiguresEmptyAndCountAsFailures() {
        var record =
                new TaskRecord<Integer>(
                        new Task<>(0, 0, () -> 0),
                        "",
                        1,
                        new Outcome.Cancelled<>(),
                        Timing.submittedAt(5));

        var figures =
                run("a", 1, new Round<>(false, 0, 0, List.of(record), List.of(0), Optional.empty()))
                        .statistics();

        assertThat(figures.failures()).isOne();
        assertThat(figures.medianTaskNs()).isEmpty();
        assertThat(figures.cpuShare()).isEmpty();
        assertThat(figures.serializationNs()).isEmpty();
        assertThat(figures.tasksPerSecond()).isZero();
    }

    @Test
    void aRunWithoutTasksHasFigures() {
        var empty = new Round<Integer>(false, 0, 0, List.of(), List.of(), Optional.empty());

        assertThat(run("a", 1, empty).statistics().failures()).isZero();
    }
}
