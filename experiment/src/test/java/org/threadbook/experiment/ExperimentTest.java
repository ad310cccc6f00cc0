package org.threadbook.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threadbook.experiment.executor.TaskObserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ExperimentTest {
    private final List<String> log = new ArrayList<>();

    private Experiment<Integer, Integer> squares() {
        return Experiment.over(List.of(1, 2, 3), n -> n * n);
    }

    @Test
    void everyExecutorRunsEveryRoundAndTheyTakeTurns() throws Exception {
        var comparison =
                squares()
                        .on(new InlineSpec("sequential", log), new InlineSpec("other", log))
                        .rounds(2)
                        .warmups(1)
                        .run();

        assertThat(comparison.runs())
                .extracting(Run::executor)
                .containsExactly("sequential", "other");
        assertThat(comparison.run("other").rounds())
                .extracting(Round::warmup)
                .containsExactly(true, false, false);
        assertThat(comparison.run("other").results()).containsExactly(1, 4, 9);
        assertThat(log).filteredOn(line -> line.startsWith("close")).hasSize(2);
        assertThat(
                        log.stream()
                                .filter(line -> line.startsWith("run"))
                                .map(line -> line.split(" ")[1]))
                .containsSubsequence(
                        "sequential", "other", "sequential", "other", "sequential", "other");
        assertThat(comparison.baseline()).isEqualTo("sequential");
    }

    @Test
    void setUpComesBeforeAndTheCheckAfterEachRound() throws Exception {
        var workload =
                new Workload<Integer, Integer>() {
                    @Override
                    public String source() {
                        return "work";
                    }

                    @Override
                    public void setUp() {
                        log.add("set-up");
                    }

                    @Override
                    public List<Task<Integer, Integer>> tasks() {
                        log.add("tasks");
                        return List.of(new Task<>(0, 7, () -> 49));
                    }

                    @Override
                    public Optional<String> check() {
                        log.add("check");
                        return Optional.of("fine");
                    }
                };

        var comparison = Experiment.of(workload).on(new InlineSpec("x", log)).rounds(2).run();

        assertThat(log)
                .containsExactly(
                        "set-up", "tasks", "run x 1", "check", "set-up", "tasks", "run x 1",
                        "check", "close x");
        assertThat(comparison.run("x").shownRound().check()).contains("fine");
    }

    @Test
    void aSequentialThatWouldTakeTooLongIsLeftOutAndSaidSo() throws Exception {
        var busy =
                Experiment.over(List.of(1, 2, 3, 4, 5, 6, 7, 8), _ -> spin(Duration.ofMillis(20)));

        var comparison =
                busy.on(new InlineSpec("sequential", log), new InlineSpec("other", log))
                        .with(
                                ExperimentSettings.ONE_ROUND.withSequentialLimit(
                                        Duration.ofMillis(60)))
                        .run();

        assertThat(comparison.runs()).extracting(Run::executor).containsExactly("other");
        assertThat(comparison.baseline()).isEqualTo("other");
        assertThat(comparison.notes()).extracting(Note::kind).contains(Note.Kind.EXECUTOR_SKIPPED);
        assertThat(comparison.run("other").results()).hasSize(8);
    }

    @Test
    void aProbedSequentialKeepsAllItsRecords() throws Exception {
        var comparison =
                squares().on(new InlineSpec("sequential", log), new InlineSpec("other", log)).run();

        assertThat(comparison.run("sequential").results()).containsExactly(1, 4, 9);
        assertThat(comparison.run("sequential").shownRound().finishOrder()).hasSize(3);
    }

    @Test
    void anInterruptKeepsWhatWasMeasured() throws Exception {
        var comparison =
                squares()
                        .on(new InlineSpec("a", log), new InlineSpec("b", log))
                        .rounds(5)
                        .run(interruptingInRound(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(comparison.run("a").rounds()).hasSize(2);
        assertThat(comparison.run("b").rounds()).hasSize(1);
        assertThat(log).contains("close a", "close b");
    }

    private static ExperimentListener interruptingInRound(int number) {
        return new ExperimentListener() {
            @Override
            public TaskObserver roundStarts(
                    String executor, int round, boolean warmup, boolean shown, int tasks) {
                if (round == number) Thread.currentThread().interrupt();
                return TaskObserver.NONE;
            }
        };
    }

    @Test
    void aFailedTaskIsReportedWithItsOwnExceptionWhenResultsAreAskedFor() throws Exception {
        var comparison =
                Experiment.over(List.of("1", "x"), Integer::parseInt)
                        .on(new InlineSpec("a", log))
                        .run();

        assertThatThrownBy(() -> comparison.run("a").results())
                .isInstanceOf(TaskFailedException.class)
                .hasMessageContaining("task 1 (item x)")
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThat(comparison.run("a").outcomes().getFirst()).isEqualTo(new Outcome.Success<>(1));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> squares().run()).hasMessageContaining("no executor is named");
        assertThatThrownBy(
                        () ->
                                squares()
                                        .on(new InlineSpec("a", log), new InlineSpec("a", log))
                                        .run())
                .hasMessageContaining("a is named twice");
        assertThatThrownBy(() -> squares().on(new InlineSpec("a", log)).baseline("b").run())
                .hasMessageContaining("the baseline b is not among the executors a");
        assertThatThrownBy(() -> squares().rounds(0)).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> squares().on(new InlineSpec("a", log)).run().run("b"))
                .hasMessageContaining("there are a");
    }

    @Test
    void aComparisonIsSavedAsCsv(@TempDir Path folder) throws Exception {
        var file = folder.resolve("run.csv");

        Experiment.over(List.of("a,b", "\"c\""), String::length)
                .on(new InlineSpec("a", log))
                .run()
                .saveCsv(file);

        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("a,1,0,false,0,\"a,b\",");
    }

    private static long spin(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        long turns = 0;
        while (System.nanoTime() < end) turns++;
        return turns;
    }
}
