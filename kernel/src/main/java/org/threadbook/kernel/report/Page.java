package org.threadbook.kernel.report;

import org.threadbook.experiment.Environment;
import org.threadbook.experiment.Note;
import org.threadbook.experiment.Run;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report says, before it is written as HTML or as text; so both say the same.
 *
 * @param reading how the cell was read
 * @param headline what came out, in one sentence
 * @param executors the table of executors
 * @param notes what a reader of the figures should know, and what starting the workers took
 * @param results the first results
 * @param tasks a table of tasks per executor
 * @param caption where and when it was measured
 */
record Page(
        Optional<String> reading,
        String headline,
        Optional<Grid> executors,
        List<String> notes,
        Optional<Section> results,
        List<Section> tasks,
        Optional<String> caption) {
    private static final int MOST_TASKS_OF_ONE = 20;
    private static final int MOST_TASKS_OF_SEVERAL = 10;

    /** Starting threads takes microseconds and is not worth a word. */
    private static final long NOTICEABLE_STARTUP_NS = 1_000_000;

    static Page of(Report report) {
        var comparison = report.comparison();
        var standings = Standings.of(comparison);
        boolean table = report.table() && !standings.all().isEmpty();
        return new Page(
                report.reading().map(CleanText::line),
                Headline.of(standings, comparison.environment()),
                table ? Optional.of(ExecutorTable.of(standings)) : Optional.empty(),
                Stream.concat(
                                comparison.notes().stream().map(Note::text),
                                startup(standings).stream())
                        .map(CleanText::line)
                        .toList(),
                report.results()
                        .filter(_ -> comparison.runs().size() == 1)
                        .map(
                                order ->
                                        ResultTable.of(
                                                comparison.runs().getFirst().shownRound(), order)),
                table ? tasks(comparison.runs()) : List.of(),
                Optional.of(caption(comparison.environment())));
    }

    /** A run alone does not know where it was measured. */
    static Page of(Run<?> run) {
        var standings = Standings.of(run);
        return new Page(
                Optional.empty(),
                Headline.of(standings.all().getFirst()),
                Optional.of(ExecutorTable.of(standings)),
                startup(standings).map(CleanText::line).stream().toList(),
                Optional.empty(),
                tasks(List.of(run)),
                Optional.empty());
    }

    /** Said apart from the figures, as it is paid once and then no more while workers are warm. */
    private static Optional<String> startup(Standings standings) {
        var startups =
                standings.all().stream()
                        .filter(
                                standing ->
                                        standing.statistics().startupNs() >= NOTICEABLE_STARTUP_NS)
                        .map(
                                standing ->
                                        Quantity.time(standing.statistics().startupNs())
                                                + " for "
                                                + standing.name())
                        .toList();
        if (startups.isEmpty()) return Optional.empty();
        return Optional.of(
                "Starting workers took "
                        + Listing.of(startups)
                        + "; that is no part of the makespan.");
    }

    private static List<Section> tasks(List<? extends Run<?>> runs) {
        int most = runs.size() == 1 ? MOST_TASKS_OF_ONE : MOST_TASKS_OF_SEVERAL;
        return runs.stream()
                .filter(run -> !run.shownRound().records().isEmpty())
                .map(run -> TaskTable.of(run, most))
                .toList();
    }

    private static String caption(Environment environment) {
        return "JDK "
                + environment.jdk()
                + ", "
                + Quantity.count(environment.processors(), "processor")
                + ", "
                + environment.os()
                + ", "
                + LocalDate.ofInstant(environment.startedAt(), ZoneId.systemDefault());
    }
}
