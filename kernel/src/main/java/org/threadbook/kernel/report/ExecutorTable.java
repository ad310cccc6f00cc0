package org.threadbook.kernel.report;

import org.threadbook.kernel.report.Grid.Column;
import org.threadbook.kernel.report.Grid.Entry;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** The table with a row per executor. */
final class ExecutorTable {
    private static final int LONGEST_CHECK = 60;

    /** Starting threads takes microseconds and is not worth a column. */
    private static final long NOTICEABLE_STARTUP_NS = 1_000_000;

    private final Standings standings;
    private final List<Standing> fastest;

    private ExecutorTable(Standings standings) {
        this.standings = standings;
        this.fastest = standings.fastest();
    }

    /** A column with how its entry is found. */
    private record Figure(Column column, Function<Standing, Entry> entry) {}

    static Grid of(Standings standings) {
        var figures = new ExecutorTable(standings).figures();
        return new Grid(
                        figures.stream().map(Figure::column).toList(),
                        standings.all().stream()
                                .map(
                                        standing ->
                                                figures.stream()
                                                        .map(
                                                                figure ->
                                                                        figure.entry()
                                                                                .apply(standing))
                                                        .toList())
                                .toList())
                .withoutEmptyColumns();
    }

    private List<Figure> figures() {
        return List.of(
                new Figure(
                        Column.ofText("executor", "What ran the tasks."),
                        standing -> Entry.of(CleanText.line(standing.name()))),
                number(
                        "workers",
                        "How many tasks can run at the same time.",
                        standing -> Quantity.count(standing.run().workers())),
                number(
                        "tasks",
                        "How many tasks each round has.",
                        standing -> Quantity.count(standing.tasks())),
                new Figure(
                        Column.ofNumbers(
                                "makespan",
                                "Time from the first submission to the last result: the median of"
                                        + " the rounds, and the shortest and the longest."),
                        this::makespan),
                new Figure(
                        Column.ofNumbers(
                                "speed-up",
                                "How many times as fast as "
                                        + standings
                                                .baseline()
                                                .map(Standing::name)
                                                .orElse("the baseline")
                                        + ": its makespan divided by this one."),
                        standing ->
                                new Entry(
                                        text(standings.speedup(standing), Quantity::ratio),
                                        "",
                                        fastest.contains(standing))),
                number(
                        "efficiency",
                        "Speed-up divided by workers: 100 % if each worker brought the whole of"
                                + " itself.",
                        standing -> text(standings.efficiency(standing), Quantity::percent)),
                number(
                        "tasks/s",
                        "Throughput: tasks of a round divided by the makespan.",
                        standing -> Quantity.rate(standing.statistics().tasksPerSecond())),
                number(
                        "median task",
                        "Half of the tasks ran no longer than this, from the start of their code to"
                                + " its end.",
                        standing -> time(standing.statistics().medianTaskNs())),
                number(
                        "p95 task",
                        "95 of 100 tasks ran no longer than this.",
                        standing -> time(standing.statistics().p95TaskNs())),
                number(
                        "slowest task",
                        "The longest time that a task ran.",
                        standing -> time(standing.statistics().slowestTaskNs())),
                number(
                        "CPU",
                        "Share of the tasks' running time in which they computed: near 100 % they"
                                + " are CPU-bound, near 0 % they wait.",
                        standing -> text(standing.statistics().cpuShare(), Quantity::percent)),
                number(
                        "queue",
                        "Median time that a task waited for a worker.",
                        standing -> time(standing.statistics().queueNs())),
                number(
                        "serialization",
                        "Time per round spent on making bytes of tasks and results, and objects of"
                                + " bytes.",
                        standing -> time(standing.statistics().serializationNs())),
                number(
                        "sent",
                        "Bytes sent to the workers in a round.",
                        standing -> text(standing.statistics().bytesSent(), Quantity::bytes)),
                number(
                        "received",
                        "Bytes received from the workers in a round.",
                        standing -> text(standing.statistics().bytesReceived(), Quantity::bytes)),
                number(
                        "start-up",
                        "Time to start the workers before the rounds; no part of the makespan.",
                        ExecutorTable::startup),
                number(
                        "failures",
                        "Tasks that threw, timed out or lost their worker, in all measured rounds.",
                        standing -> ofAll(standing.failed(), standing)),
                number(
                        "cancelled",
                        "Tasks that were not executed to their end because the run was"
                                + " interrupted.",
                        standing ->
                                standing.cancelled() == 0
                                        ? ""
                                        : ofAll(standing.cancelled(), standing)),
                new Figure(
                        Column.ofText(
                                "check",
                                "What the statements after the loop said after each measured round;"
                                        + " several values where the rounds differ."),
                        standing -> Entry.of(check(standing))));
    }

    private static Figure number(
            String title, String explanation, Function<Standing, String> text) {
        return new Figure(
                Column.ofNumbers(title, explanation), standing -> Entry.of(text.apply(standing)));
    }

    private Entry makespan(Standing standing) {
        var figures = standing.statistics();
        var spread =
                standing.rounds() < 2
                        ? ""
                        : "("
                                + Quantity.timeSpan(
                                        figures.shortestMakespanNs(), figures.longestMakespanNs())
                                + ")";
        return new Entry(Quantity.time(figures.makespanNs()), spread, fastest.contains(standing));
    }

    private static String startup(Standing standing) {
        long startupNs = standing.statistics().startupNs();
        return startupNs < NOTICEABLE_STARTUP_NS ? "" : Quantity.time(startupNs);
    }

    private static String ofAll(long some, Standing standing) {
        return some == 0
                ? "0"
                : Quantity.count(some) + " of " + Quantity.count(standing.executions());
    }

    private static String check(Standing standing) {
        return standing.run().measuredRounds().stream()
                .flatMap(round -> round.check().stream())
                .distinct()
                .map(value -> CleanText.line(value, LONGEST_CHECK))
                .collect(Collectors.joining(", "));
    }

    private static String time(OptionalLong nanoseconds) {
        return text(nanoseconds, Quantity::time);
    }

    private static String text(OptionalLong value, LongFunction<String> text) {
        return value.isEmpty() ? "" : text.apply(value.getAsLong());
    }

    private static String text(OptionalDouble value, DoubleFunction<String> text) {
        return value.isEmpty() ? "" : text.apply(value.getAsDouble());
    }
}
