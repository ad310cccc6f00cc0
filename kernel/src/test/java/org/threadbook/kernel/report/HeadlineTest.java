package org.threadbook.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Note;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Run;

import java.util.List;
import java.util.function.IntFunction;

class HeadlineTest {
    private static final IntFunction<Outcome<Object>> ALL_WELL =
            index -> new Outcome.Success<>(index);
    private static final IntFunction<Outcome<Object>> ONE_FAILS =
            index -> index == 3 ? failure() : new Outcome.Success<>(index);

    @Test
    void oneExecutorSaysWhatItRan() {
        assertThat(headline(Sample.run("threadpool(5)", 5, 10, 812)))
                .isEqualTo("threadpool(5) ran 10 tasks in 812 ms.");
        assertThat(headline(Sample.run("sequential", 1, 1, 900, 811, 815)))
                .isEqualTo("sequential ran 1 task in 813 ms, the median of 2 rounds.");
    }

    @Test
    void oneExecutorSaysHowManyFailed() {
        assertThat(headline(Sample.run("threadpool(5)", 5, 10, ONE_FAILS)))
                .isEqualTo("threadpool(5) ran 10 tasks in 800 ms; 1 of them failed.");
        assertThat(headline(Sample.run("threadpool(5)", 5, 10, _ -> failure())))
                .isEqualTo("threadpool(5) ran 10 tasks in 800 ms; all of them failed.");
        assertThat(headline(Sample.run("threadpool(5)", 5, 1, _ -> failure())))
                .isEqualTo("threadpool(5) ran 1 task in 800 ms; it failed.");
    }

    @Test
    void anInterruptedExecutorSaysHowFarItCame() {
        assertThat(headline(Sample.run("threadpool(5)", 5, 10, HeadlineTest::interrupted)))
                .isEqualTo("threadpool(5) was interrupted: 3 of 10 tasks finished, 7 cancelled.");
    }

    @Test
    void aClearWinnerIsNamedWithItsSpeedupAndTheProcessors() {
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, 9, 3000, 3010, 3020),
                                Sample.run("processpool(5)", 5, 10, 9, 1570, 1576, 1580)))
                .isEqualTo("processpool(5) was fastest: 1.91 × sequential, on 2 processors.");
    }

    @Test
    void checksThatDifferAreNamedSoThatNobodyTrustsAFastRace() {
        var sequential =
                Sample.withChecks(Sample.run("sequential", 1, 10, 9, 3000, 3010), "100000");
        var pool = Sample.run("threadpool(5)", 5, 10, 9, 1500, 1510);
        assertThat(headline(sequential, Sample.withChecks(pool, "61234")))
                .isEqualTo(
                        "threadpool(5) was fastest: 2.00 × sequential, on 2 processors; but the"
                                + " checks differ.")
                .isEqualTo(headline(sequential, Sample.withChecks(pool, "100000", "61234")));
        assertThat(headline(sequential, Sample.withChecks(pool, "100000")))
                .doesNotContain("differ");
        assertThat(headline(Sample.withChecks(Sample.run("forkjoin(2)", 2, 9, 8, 7, 6), "1", "2")))
                .endsWith("; but the checks differ.");
    }

    @Test
    void aBaselineThatWinsIsSaidToWin() {
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, 9, 100, 101, 102),
                                Sample.run("threadpool(5)", 5, 10, 9, 201, 202, 203),
                                Sample.run("processpool(5)", 5, 10, 9, 400, 404, 405)))
                .isEqualTo(
                        "sequential was fastest: threadpool(5) reached 0.50 × its speed, on 2"
                                + " processors.");
    }

    @Test
    void executorsWithinTheSpreadAreCalledEqual() {
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, 9, 3000, 3010, 3020),
                                Sample.run("threadpool(5)", 5, 10, 9, 1560, 1576, 1610),
                                Sample.run("processpool(5)", 5, 10, 9, 1590, 1600, 1700)))
                .isEqualTo(
                        "threadpool(5) and processpool(5) were fastest, and equally fast within the"
                                + " spread of the rounds: 1.91 and 1.88 × sequential, on 2"
                                + " processors.");
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, 9, 100, 101, 120),
                                Sample.run("threadpool(5)", 5, 10, 9, 99, 105, 110)))
                .isEqualTo(
                        "sequential and threadpool(5) were equally fast within the spread of the"
                                + " rounds, on 2 processors.");
    }

    @Test
    void aSingleRoundClaimsLess() {
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, 100),
                                Sample.run("threadpool(5)", 5, 10, 98)))
                .isEqualTo(
                        "threadpool(5) and sequential were about equally fast, on 2 processors;"
                                + " with a single round the spread is unknown.");
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, 100),
                                Sample.run("threadpool(5)", 5, 10, 50)))
                .isEqualTo(
                        "threadpool(5) was fastest: 2.00 × sequential, on 2 processors; with a"
                                + " single round the spread is unknown.");
    }

    @Test
    void withoutItsBaselineAWinnerHasNoSpeedup() {
        var comparison =
                new Comparison<>(
                        Sample.TWO_PROCESSORS,
                        "",
                        List.of(
                                Sample.run("threadpool(2)", 2, 10, 9, 100, 101),
                                Sample.run("threadpool(5)", 5, 10, 9, 50, 51)),
                        "sequential",
                        List.of());
        assertThat(Page.of(Report.of(comparison)).headline())
                .isEqualTo("threadpool(5) was fastest, on 2 processors.");
        assertThat(columns(comparison)).doesNotContain("speed-up", "efficiency");
    }

    @Test
    void workThatTheJitRemovedIsNotCompared() {
        var comparison =
                Sample.comparison(
                        List.of(
                                Sample.run("sequential", 1, 10, 9, 100, 101),
                                Sample.run("threadpool(5)", 5, 10, 9, 50, 51)),
                        new Note(Note.Kind.WORK_REMOVED, "The JIT compiler removed the work."));
        assertThat(Page.of(Report.of(comparison)).headline())
                .startsWith("Next to no work was left to do")
                .contains("no speed-up")
                .doesNotContain("×");
        assertThat(columns(comparison)).contains("makespan").doesNotContain("speed-up");
        assertThat(emphasised(comparison)).isEmpty();
    }

    @Test
    void failuresOnSomeExecutorsMeanThatNoFastestIsNamed() {
        var sequential = Sample.run("sequential", 1, 10, ALL_WELL);
        var pool = Sample.run("threadpool(5)", 5, 10, ONE_FAILS);
        assertThat(headline(sequential, pool))
                .isEqualTo(
                        "1 of 10 tasks failed on threadpool(5) and none elsewhere, so the executors"
                                + " did not do the same work and no fastest is named.");
        assertThat(columns(Sample.comparison(List.of(sequential, pool)))).contains("speed-up");
    }

    @Test
    void theSameFailuresEverywhereLeaveTimesComparable() {
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, ONE_FAILS),
                                Sample.run("threadpool(5)", 5, 10, ONE_FAILS)))
                .startsWith("1 of 10 tasks failed on each executor; ")
                .contains("about equally fast");
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, _ -> failure()),
                                Sample.run("threadpool(5)", 5, 10, _ -> failure())))
                .isEqualTo("All tasks failed everywhere.");
    }

    @Test
    void anInterruptedComparisonSaysHowFarEachCame() {
        assertThat(
                        headline(
                                Sample.run("sequential", 1, 10, ALL_WELL),
                                Sample.run("threadpool(5)", 5, 10, HeadlineTest::interrupted)))
                .isEqualTo(
                        "The run was interrupted, so times are not compared: sequential finished 10"
                                + " of 10 tasks, threadpool(5) finished 3 of 10 tasks.");
    }

    private static Outcome<Object> failure() {
        return new Outcome.Failure<>(new IllegalStateException("no"));
    }

    private static Outcome<Object> interrupted(int index) {
        return index < 3 ? new Outcome.Success<>(index) : new Outcome.Cancelled<>();
    }

    @SafeVarargs
    private static String headline(Run<Object>... runs) {
        return Page.of(Report.of(Sample.comparison(List.of(runs)))).headline();
    }

    private static List<String> columns(Comparison<?> comparison) {
        return Page.of(Report.of(comparison)).executors().orElseThrow().columns().stream()
                .map(Grid.Column::title)
                .toList();
    }

    private static List<Grid.Entry> emphasised(Comparison<?> comparison) {
        return Page.of(Report.of(comparison)).executors().orElseThrow().rows().stream()
                .flatMap(List::stream)
                .filter(Grid.Entry::strong)
                .toList();
    }
}
