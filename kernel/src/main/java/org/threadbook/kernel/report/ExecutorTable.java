package org.threadbook.kernel.report;

import org.threadbook.kernel.report.Grid.Column;
import org.threadbook.kernel.report.Grid.Entry;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** The table with a row per executor: first what came out, then what explains it. */
final class ExecutorTable {
    private static final int LONGEST_CHECK = 60;
    private static final int MOST_CHECKS = 3;

    private final Standings standings;
    private final List<Standing> fastest;

    private ExecutorTable(Standings standings) {
        this.standings = standings;
        this.fastest = standings.fastest();
    }

    /** A column with how its entry is found. */
    private record Figure(Column column, Function<Standing, Entry> entry) {
        static Figure number(String title, String explanation, Function<Standing, String> text) {
            return new Figure(Column.ofNumbers(title, explanation), text.andThen(Entry::of));
        }
    }

    static Grid of(Standings standings) {
        var table = new ExecutorTable(standings);
        var figures =
                Stream.of(table.outcomes(), ofTasks(), overhead()).flatMap(List::stream).toList();
        return new Grid(
                        figures.stream().map(Figure::column).toList(),
                        standings.all().stream().map(standing -> row(figures, standing)).toList())
                .withoutEmptyColumns();
    }

    private static List<Entry> row(List<Figure> figures, Standing standing) {
        return figures.stream().map(figure -> figure.entry().apply(standing)).toList();
    }

    private List<Figure> outcomes() {
        var baseline = standings.baseline().map(Standing::name).orElse("the baseline");
        return List.of(
                new Figure(
                        Column.ofText("executor", "What ran the tasks."),
                        standing -> Entry.of(CleanText.line(standing.name()))),
                Figure.number(
                        "workers",
                        "How many tasks can run at the same time.",
                        standing -> Quantity.count(standing.run().workers())),
                Figure.number(
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
                                        + CleanText.line(baseline)
                                        + ": its makespan divided by this one."),
                        standing ->
                                Entry.of(
                                        text(standings.speedup(standing), Quantity::ratio),
                                        fastest.contains(standing))),
                Figure.number(
                        "efficiency",
                        "Speed-up divided by workers: 100 % if each worker brought the whole of"
                                + " itself.",
                        standing -> text(standings.efficiency(standing), Quantity::percent)),
                Figure.number(
                        "tasks/s",
                        "Throughput: tasks of a round divided by the makespan.",
                        standing -> Quantity.rate(standing.statistics().tasksPerSecond())),
                new Figure(
                        Column.ofNumbers(
                                "failures",
                                "Tasks that threw, timed out or lost their worker, in all measured"
                                        + " rounds."),
                        standing ->
                                Entry.of(
                                        ofAll(standing.failed(), standing), standing.failed() > 0)),
                Figure.number(
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
                                "What the statements after the workload said after each measured"
                                        + " round; several values where the rounds differ."),
                        standing -> Entry.of(check(standing))));
    }

    private static List<Figure> ofTasks() {
        return List.of(
                Figure.number(
                        "median task",
                        "Half of the tasks ran no longer than this, from the start of their code to"
                                + " its end.",
                        standing -> time(standing.statistics().medianTaskNs())),
                Figure.number(
                        "p95 task",
                        "95 of 100 tasks ran no longer than this.",
                        standing -> time(standing.statistics().p95TaskNs())),
                Figure.number(
                        "slowest task",
                        "The longest time that a task ran.",
                        standing -> time(standing.statistics().slowestTaskNs())),
                Figure.number(
                        "CPU",
                        "Share of the tasks' running time in which they computed: near 100 % they"
                                + " are CPU-bound, near 0 % they wait.",
                        standing -> text(standing.statistics().cpuShare(), Quantity::percent)));
    }

    private static List<Figure> overhead() {
        return List.of(
                Figure.number(
                        "queue",
                        "Median time that a task waited for a worker.",
                        standing -> time(standing.statistics().queueNs())),
                Figure.number(
                        "serialization",
                        "Time per round spent on making bytes of tasks and results, and objects of"
                                + " bytes, on both sides.",
                        standing -> time(standing.statistics().serializationNs())),
                new Figure(
                        Column.ofNumbers(
                                "sent",
                                "Bytes sent to the workers in a round, and the bytes that came"
                                        + " back."),
                        ExecutorTable::bytes));
    }

    private Entry makespan(Standing standing) {
        var figures = standing.statistics();
        var spread = Quantity.timeSpan(figures.shortestMakespanNs(), figures.longestMakespanNs());
        return new Entry(
                Quantity.time(figures.makespanNs()),
                standing.rounds() > 1 ? "(" + spread + ")" : "",
                fastest.contains(standing));
    }

    private static Entry bytes(Standing standing) {
        var received = text(standing.statistics().bytesReceived(), Quantity::bytes);
        return new Entry(
                text(standing.statistics().bytesSent(), Quantity::bytes),
                received.isEmpty() ? "" : "(" + received + " back)",
                false);
    }

    private static String ofAll(long some, Standing standing) {
        return some == 0
                ? "0"
                : Quantity.count(some) + " of " + Quantity.count(standing.executions());
    }

    private static String check(Standing standing) {
        var values =
                standing.checks()
                        .distinct()
                        .map(value -> CleanText.line(value, LONGEST_CHECK))
                        .toList();
        return String.join(", ", values.subList(0, Math.min(MOST_CHECKS, values.size())))
                + (values.size() > MOST_CHECKS ? ", …" : "");
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
