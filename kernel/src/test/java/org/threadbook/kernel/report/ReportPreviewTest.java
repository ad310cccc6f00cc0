package org.threadbook.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Note;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Writes reports to target/report-preview, on light and dark, to be looked at in a browser. */
class ReportPreviewTest {
    private static final Path FOLDER = Path.of("target", "report-preview");

    /** What JupyterLab does to tables in outputs, so that a preview looks as it will there. */
    private static final String AS_IN_JUPYTERLAB =
            """
            body { font: 14px/1.6 system-ui, sans-serif; margin: 16px; color: %s; background: %s; }
            table { border-collapse: collapse; border: none; font-size: 12px; table-layout: fixed; margin: 0 auto 1em; }
            td, th, tr { text-align: right; vertical-align: middle; padding: 0.5em; line-height: normal; white-space: normal; max-width: none; border: none; }
            thead { border-bottom: 1px solid; vertical-align: bottom; }
            tbody tr:nth-child(odd) { background: %s; }
            """;

    enum Kind {
        SEED,
        SINGLE,
        FAILURES,
        REMOVED,
        MANY
    }

    @ParameterizedTest
    @EnumSource
    void writesPreviews(Kind kind) throws IOException {
        var report = report(kind);
        var html = (String) report.bundle().data().get("text/html");
        Files.createDirectories(FOLDER);
        var name = kind.name().toLowerCase();
        write(name + "-light.html", AS_IN_JUPYTERLAB.formatted("#000", "#fff", "#f5f5f5"), html);
        write(name + "-dark.html", AS_IN_JUPYTERLAB.formatted("#fff", "#111", "#212121"), html);
        write(name + "-stripped.html", "", html.replaceAll(" style=\"[^\"]*\"", ""));
        Files.writeString(
                FOLDER.resolve(name + ".txt"), (String) report.bundle().data().get("text/plain"));
        assertThat(html).contains("<table").contains("JDK 25.0.3, 2 processors, Linux, 2026-11-23");
    }

    private static void write(String name, String style, String body) throws IOException {
        Files.writeString(
                FOLDER.resolve(name),
                "<!DOCTYPE html><meta charset=utf-8><style>"
                        + style
                        + "</style><body>"
                        + body
                        + body.replace("<details", "<details open"));
    }

    private static Report report(Kind kind) {
        return switch (kind) {
            case SEED ->
                    Report.of(Sample.seed())
                            .withReading(
                                    "10 tasks from the for loop; 3 executors × (1 warm-up + 3"
                                            + " rounds)");
            case SINGLE ->
                    Report.of(Sample.comparison(List.of(Sample.run("threadpool(5)", 5, 100, 812))))
                            .withReading("100 tasks from the for loop; threadpool(5)")
                            .withResults(ResultOrder.FINISH);
            case FAILURES ->
                    Report.of(
                                    Sample.comparison(
                                            List.of(
                                                    Sample.processes(
                                                            Sample.run(
                                                                    "processpool(5)",
                                                                    5,
                                                                    12,
                                                                    ReportPreviewTest::fate)))))
                            .withReading("12 tasks from the for loop; processpool(5)")
                            .withResults(ResultOrder.INPUT);
            case REMOVED ->
                    Report.of(
                            new Comparison<>(
                                    Sample.TWO_PROCESSORS,
                                    "",
                                    List.of(
                                            Sample.run("sequential", 1, 10, 1, 1, 1),
                                            Sample.run("threadpool(5)", 5, 10, 1, 1, 1)),
                                    "sequential",
                                    List.of(
                                            new Note(
                                                    Note.Kind.WORK_REMOVED,
                                                    "The JIT compiler removed the work."))));
            case MANY ->
                    Report.of(
                            Sample.comparison(
                                    List.of(
                                            checked("sequential", 1, 6100, "count: 100000"),
                                            checked(
                                                    "threadpool(5)",
                                                    5,
                                                    3300,
                                                    "count: 61234",
                                                    "count: 59998"))));
        };
    }

    private static Run<Object> checked(
            String executor, int workers, long makespanMs, String... checks) {
        return Sample.withChecks(
                Sample.run(
                        executor,
                        workers,
                        10_000,
                        makespanMs + 300,
                        makespanMs,
                        makespanMs + 80,
                        makespanMs + 20),
                checks);
    }

    private static Outcome<Object> fate(int index) {
        return switch (index) {
            case 3 -> new Outcome.Failure<>(new IllegalStateException("number 4 is <unlucky>"));
            case 5 -> new Outcome.TimedOut<>(Duration.ofSeconds(5), new StackTraceElement[0]);
            case 7 ->
                    new Outcome.WorkerLost<>(
                            "Worker 3 (pid 4711) was killed by signal 9 while it ran task 7 (item"
                                    + " 8). The system may have run out of memory: try"
                                    + " %%processpool(5, heap=1g).");
            default -> new Outcome.Success<>("result " + index);
        };
    }
}
