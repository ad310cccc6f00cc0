package org.threadbook.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Note;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.Timing;
import org.threadbook.kernel.display.MimeBundle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a report says, as HTML and as text. */
class ReportTest {
    private static final String READING =
            "10 tasks from the for loop; 3 executors × (1 warm-up + 3 rounds)";

    @Test
    void readingComesFirstThenTheHeadlineThenTheTableNotesTasksAndCaption() {
        var report = Report.of(Sample.seed()).withReading(READING);
        for (var said : List.of(html(report).text(), text(report)))
            assertThat(said)
                    .containsSubsequence(
                            READING,
                            "threadpool(5) was fastest: 1.90 × sequential, on 2 processors.",
                            "executor",
                            "processpool(5)",
                            "The tasks are CPU-bound",
                            "5 workers share 2 processors",
                            "Tasks of sequential",
                            "Tasks of processpool(5)",
                            "JDK 25.0.3, 2 processors, Linux, 2026-11-23");
    }

    @Test
    void aRowPerExecutorHoldsItsFigures() {
        var table = html(Report.of(Sample.seed())).selectFirst("table");
        assertThat(table.select("tbody tr th[scope=row]").eachText())
                .containsExactly("sequential", "threadpool(5)", "processpool(5)");
        assertThat(entry(table, "threadpool(5)", "workers")).isEqualTo("5");
        assertThat(entry(table, "threadpool(5)", "tasks")).isEqualTo("10");
        assertThat(entry(table, "threadpool(5)", "makespan")).isEqualTo("1.57 s (1.56–1.60 s)");
        assertThat(entry(table, "threadpool(5)", "speed-up")).isEqualTo("1.90");
        assertThat(entry(table, "threadpool(5)", "efficiency")).isEqualTo("38 %");
        assertThat(entry(table, "threadpool(5)", "tasks/s")).isEqualTo("6.37");
        assertThat(entry(table, "sequential", "speed-up")).isEqualTo("1.00");
        assertThat(entry(table, "sequential", "CPU")).isEqualTo("99 %");
        assertThat(entry(table, "processpool(5)", "sent")).isEqualTo("4.12 kB (960 B back)");
        assertThat(entry(table, "sequential", "serialization")).isEmpty();
        assertThat(entry(table, "processpool(5)", "failures")).isEqualTo("0");
    }

    @Test
    void theStartOfWorkersIsSaidApart() {
        var sentence =
                "Starting workers took 212 ms for processpool(5); that is no part of the makespan.";
        assertThat(html(Report.of(Sample.seed())).select("li").eachText()).contains(sentence);
        assertThat(text(single(10))).doesNotContain("Starting workers");
        var run = ExperimentValues.bundle(Sample.seed().run("processpool(5)")).orElseThrow();
        assertThat((String) run.data().get("text/plain")).contains(sentence);
    }

    @Test
    void textSaysWhatHtmlSays() {
        var report = Report.of(Sample.seed()).withReading(READING);
        var text = text(report).replaceAll("\\s+", " ");
        for (var entry : html(report).select("th, td, p, li, summary").eachText())
            assertThat(text).contains(entry);
    }

    @Test
    void textIsAlignedAndNoWiderThan120() {
        var wide =
                Report.of(
                                Sample.comparison(
                                        List.of(
                                                Sample.run(
                                                        "processpool(5)",
                                                        5,
                                                        3,
                                                        _ -> lost("gone ".repeat(100))))))
                        .withReading("word ".repeat(60));
        for (var report : List.of(wide, Report.of(Sample.seed())))
            assertThat(text(report).lines())
                    .allSatisfy(
                            line ->
                                    assertThat(line.codePointCount(0, line.length()))
                                            .isLessThanOrEqualTo(120));
        var lines = text(Report.of(Sample.seed())).lines().toList();
        int header =
                IntStream.range(0, lines.size())
                        .filter(at -> lines.get(at).startsWith("executor"))
                        .findFirst()
                        .orElseThrow();
        int end = lines.get(header).indexOf("makespan") + "makespan".length();
        assertThat(lines.get(header + 2).substring(0, end)).endsWith("s)");
        assertThat(lines.get(header + 3).substring(0, end)).endsWith("s)");
    }

    @Test
    void columnsOfWhichNothingIsKnownAreLeftOut() {
        var titles =
                titles(
                        html(
                                Report.of(
                                        Sample.comparison(
                                                List.of(
                                                        Sample.run(
                                                                "threadpool(5)", 5, 10, 812))))));
        assertThat(titles)
                .doesNotContain("speed-up", "efficiency", "serialization", "sent")
                .doesNotContain("check", "cancelled")
                .contains("makespan", "CPU", "queue", "failures");
    }

    @Test
    void everyHeadingExplainsItselfAndNamesWhatItHeads() {
        var page = html(Report.of(Sample.seed()));
        assertThat(page.select("thead th"))
                .isNotEmpty()
                .allSatisfy(
                        heading -> {
                            assertThat(heading.attr("title")).endsWith(".").hasSizeGreaterThan(10);
                            assertThat(heading.attr("scope")).isEqualTo("col");
                        });
        assertThat(page.select("tbody tr"))
                .allSatisfy(row -> assertThat(row.select("th[scope=row]")).hasSize(1));
    }

    @Test
    void quantitiesStandOnTheRightAlsoWithoutStyles() {
        var table = html(Report.of(Sample.seed())).selectFirst("table");
        for (var row : table.select("tr")) {
            assertThat(row.child(0).attr("align")).isEqualTo("left");
            assertThat(row.child(3).attr("align")).isEqualTo("right");
        }
    }

    @Test
    void noColoursAreSetSoThatItIsLegibleOnDark() {
        assertThat(html(Report.of(Sample.seed())).select("[style]").eachAttr("style"))
                .allSatisfy(
                        style ->
                                assertThat(style)
                                        .doesNotContain("background", "#", "rgb")
                                        .doesNotContainPattern("(^|;)color:"));
        assertThat(html(Report.of(Sample.seed())).select("style, script, svg")).isEmpty();
    }

    @Test
    void theFastestIsStrongNotColoured() {
        var table = html(Report.of(Sample.seed())).selectFirst("table");
        assertThat(table.select("strong").eachText()).containsExactly("1.57 s", "1.90");
    }

    @Test
    void taskTablesAreFoldedAndShowEveryTaskOfAFewInOrder() {
        var page = html(Report.of(Sample.seed()));
        assertThat(page.select("details > summary").eachText())
                .containsExactly(
                        "Tasks of sequential, first measured round",
                        "Tasks of threadpool(5), first measured round",
                        "Tasks of processpool(5), first measured round");
        var tasks = page.select("details").get(2);
        assertThat(tasks.select("tbody th").eachText())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(tasks.select("tbody tr").get(1).select("td").eachText())
                .startsWith("2", "worker 2 (pid 4711)", "success");
    }

    @Test
    void ofManyTasksTheFailedAndTheSlowestAreShown() {
        var run =
                Sample.run(
                        "threadpool(5)",
                        5,
                        1000,
                        index ->
                                index == 900
                                        ? new Outcome.Failure<>(new IllegalStateException("no 900"))
                                        : new Outcome.Success<>(index));
        var details = html(Report.of(Sample.comparison(List.of(run)))).selectFirst("details");
        assertThat(details.selectFirst("summary").text())
                .isEqualTo("Tasks of threadpool(5): the failed and the slowest of 1,000");
        assertThat(details.select("tbody tr")).hasSize(20);
        assertThat(details.select("tbody tr").first().text())
                .startsWith("900 901 thread 1 failure")
                .contains("IllegalStateException: no 900");
        assertThat(details.text()).endsWith("… and 980 more");
    }

    @Test
    void textOfUsersIsEscaped() {
        var evil = "<script>alert('x')</script>&amp;\"";
        var run =
                Sample.withChecks(
                        Sample.run(
                                evil,
                                1,
                                1,
                                _ -> new Outcome.Failure<>(new IllegalStateException(evil))),
                        evil);
        var report =
                Report.of(Sample.comparison(List.of(run), new Note(Note.Kind.IO_BOUND, evil)))
                        .withReading(evil)
                        .withResults(ResultOrder.INPUT);
        var page = html(report);
        assertThat(page.select("script")).isEmpty();
        assertThat(page.selectFirst("tbody th").text()).isEqualTo(evil);
        assertThat(page.selectFirst("li").text()).isEqualTo(evil);
        assertThat(page.selectFirst("details").text()).contains(evil);
        assertThat(text(report)).contains(evil).doesNotContain("&lt;");
    }

    @Test
    void aFailureCarriesItsClassMessageAndTheUsersLine() {
        var thrown = new ArithmeticException("/ by zero");
        thrown.setStackTrace(
                new StackTraceElement[] {
                    new StackTraceElement("java.lang.Math", "floorDiv", "Math.java", 12),
                    new StackTraceElement("REPL.$JShell$7", "evaluate", "cell [4]", 3),
                });
        var report = single(_ -> new Outcome.Failure<>(thrown));
        assertThat(text(report)).contains("ArithmeticException: / by zero (cell [4], line 3)");
    }

    @Test
    void timeOutsAndLostWorkersSaySo() {
        var report =
                single(
                        index ->
                                index == 0
                                        ? new Outcome.TimedOut<>(
                                                Duration.ofSeconds(5), new StackTraceElement[0])
                                        : lost("worker 3 (pid 4711) was killed by signal 9"));
        assertThat(text(report))
                .contains("all of them failed")
                .contains("timeout", "ended after its time-out of 5 s")
                .contains("lost", "worker 3 (pid 4711) was killed by signal 9");
    }

    @Test
    void anExceptionThatCannotSayItsMessageIsStillShown() {
        var broken =
                new RuntimeException() {
                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("no message");
                    }
                };
        assertThat(text(single(_ -> new Outcome.Failure<>(broken))))
                .contains("getMessage threw java.lang.IllegalStateException");
    }

    @Test
    void resultsOfASingleExecutorAreTheFirstTenInInputOrder() {
        var page = html(single(100).withResults(ResultOrder.INPUT));
        var table = page.select("table").get(1);
        assertThat(table.select("tbody th").eachText())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(table.select("tbody td:last-child").eachText()).startsWith("0", "7919");
        assertThat(page.text()).contains("… and 90 more");
    }

    @Test
    void resultsAsCompletedFollowTheFinishOrder() {
        var report = single(10).withResults(ResultOrder.FINISH);
        var order =
                report.comparison().runs().getFirst().shownRound().finishOrder().stream()
                        .map(index -> Integer.toString(index))
                        .toList();
        assertThat(order).isNotEqualTo(order.stream().sorted().toList());
        assertThat(html(report).select("table").get(1).select("tbody th").eachText())
                .isEqualTo(order);
        assertThat(text(report))
                .contains("Results, in the order in which the tasks ended")
                .doesNotContain("more");
    }

    @Test
    void nullIsAResultAndManyNullsAreOneLine() {
        var some =
                single(index -> new Outcome.Success<>(index == 0 ? null : "value"))
                        .withResults(ResultOrder.INPUT);
        assertThat(html(some).select("table").get(1).select("tbody td:last-child").eachText())
                .containsExactly("null", "value");
        var none = single(_ -> new Outcome.Success<>(null)).withResults(ResultOrder.INPUT);
        assertThat(text(none)).contains("Results: all 2 are null");
    }

    @Test
    void resultsAreNotShownForSeveralExecutors() {
        assertThat(text(Report.of(Sample.seed()).withResults(ResultOrder.INPUT)))
                .doesNotContain("Results");
    }

    @Test
    void withoutTablesTheRestRemains() {
        var report = single(100).withReading(READING).withoutTable().withResults(ResultOrder.INPUT);
        assertThat(text(report))
                .contains(READING, "threadpool(5) ran 100 tasks in 812 ms.", "Results", "JDK")
                .doesNotContain("makespan", "Tasks of");
        assertThat(report.bundle().data()).containsKey(RunData.MIME_TYPE);
    }

    @Test
    void checksThatDifferBetweenRoundsAreAllShown() {
        var run =
                Sample.withChecks(
                        Sample.run("threadpool(5)", 5, 10, 9, 8, 8, 8, 8, 8),
                        "never shown",
                        "61234",
                        "59998",
                        "61234",
                        "60001",
                        "58000");
        var table = html(Report.of(Sample.comparison(List.of(run)))).selectFirst("table");
        assertThat(entry(table, "threadpool(5)", "check")).isEqualTo("61234, 59998, 60001, …");
    }

    @Test
    void aCancelledRunShowsWhatIsKnown() {
        var run =
                new Run<>(
                        "threadpool(5)",
                        5,
                        List.of(
                                new org.threadbook.experiment.Round<Object>(
                                        true,
                                        Sample.MS,
                                        0,
                                        List.of(
                                                Sample.record(
                                                        0,
                                                        1,
                                                        "",
                                                        new Outcome.Cancelled<>(),
                                                        Timing.submittedAt(0))),
                                        List.of(0),
                                        Optional.empty())));
        var report = Report.of(Sample.comparison(List.of(run))).withResults(ResultOrder.FINISH);
        assertThat(text(report))
                .contains("threadpool(5) was interrupted: 0 of 1 task finished, 1 cancelled.")
                .contains("1 of 1");
        assertThat(titles(html(report))).contains("cancelled").doesNotContain("median task");
    }

    @Test
    void aWorkloadWithoutTasksAndAComparisonWithoutRunsAreShown() {
        assertThat(text(Report.of(Sample.comparison(List.of(Sample.run("sequential", 1, 0, 1))))))
                .contains("sequential had no tasks to run.");
        assertThat(text(Report.of(Sample.comparison(List.of())))).contains("Nothing was measured.");
    }

    @Test
    void aHundredThousandTasksAreShownInAFewRows() {
        var comparison =
                Sample.comparison(
                        List.of(
                                Sample.run("sequential", 1, 100_000, 6000),
                                Sample.run("threadpool(5)", 5, 100_000, 3000)));
        var page = html(Report.of(comparison));
        assertThat(page.select("details")).hasSize(2);
        assertThat(page.select("details tbody tr")).hasSize(20);
        assertThat(page.html().length()).isLessThan(50_000);
    }

    @Test
    void valuesOfCellsAreComparisonsAndRunsAlone() {
        var seed = Sample.seed();
        assertThat(ExperimentValues.bundle(seed).orElseThrow().data().keySet())
                .containsExactlyInAnyOrder("text/html", "text/plain", RunData.MIME_TYPE);
        var run = ExperimentValues.bundle(seed.run("threadpool(5)")).orElseThrow();
        assertThat((String) run.data().get("text/plain"))
                .startsWith("threadpool(5) ran 10 tasks in 1.57 s, the median of 3 rounds.")
                .doesNotContain("JDK");
        assertThat(run.data()).containsOnlyKeys("text/html", "text/plain");
        assertThat(ExperimentValues.bundle("a string")).isEmpty();
        assertThat(ExperimentValues.bundle(null)).isEmpty();
    }

    private static Outcome<Object> lost(String reason) {
        return new Outcome.WorkerLost<>(reason);
    }

    private static Report single(int tasks) {
        return Report.of(Sample.comparison(List.of(Sample.run("threadpool(5)", 5, tasks, 812))));
    }

    private static Report single(java.util.function.IntFunction<Outcome<Object>> outcomes) {
        Comparison<Object> comparison =
                Sample.comparison(List.of(Sample.run("threadpool(5)", 5, 2, outcomes)));
        return Report.of(comparison);
    }

    private static Element html(Report report) {
        return Jsoup.parseBodyFragment((String) data(report.bundle(), "text/html")).body();
    }

    private static String text(Report report) {
        return (String) data(report.bundle(), "text/plain");
    }

    private static Object data(MimeBundle bundle, String type) {
        return bundle.data().get(type);
    }

    private static List<String> titles(Element page) {
        return page.selectFirst("table").select("thead th").eachText();
    }

    private static String entry(Element table, String row, String column) {
        int at = new ArrayList<>(table.select("thead th").eachText()).indexOf(column);
        assertThat(at).as("the column " + column).isNotNegative();
        return table.select("tbody tr").stream()
                .filter(candidate -> candidate.child(0).text().equals(row))
                .findFirst()
                .orElseThrow()
                .child(at)
                .text();
    }
}
