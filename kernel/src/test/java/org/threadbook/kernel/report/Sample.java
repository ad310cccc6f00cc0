package org.threadbook.kernel.report;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Environment;
import org.threadbook.experiment.Note;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Round;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.Timing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Made-up measurements for tests. */
final class Sample {
    static final Environment TWO_PROCESSORS =
            new Environment("25.0.3", 2, "Linux", Instant.parse("2026-11-23T12:00:00Z"));
    static final long MS = 1_000_000;

    private Sample() {}

    static Comparison<Object> comparison(List<Run<Object>> runs, Note... notes) {
        return new Comparison<>(
                TWO_PROCESSORS,
                "for (int number : numbers)\n    evaluate(number);",
                runs,
                runs.isEmpty() ? "sequential" : runs.getFirst().executor(),
                List.of(notes));
    }

    /** Ten tasks on sequential, threadpool(5) and processpool(5), a warm-up and three rounds. */
    static Comparison<Object> seed() {
        return comparison(
                List.of(
                        run("sequential", 1, 10, 3000, 2974, 2981, 3052),
                        run("threadpool(5)", 5, 10, 1700, 1571, 1560, 1602),
                        processes(run("processpool(5)", 5, 10, 1900, 1698, 1663, 1702))),
                new Note(
                        Note.Kind.CPU_BOUND,
                        "The tasks are CPU-bound (99 % of their time is processor time): more"
                                + " workers help up to the number of processors."),
                new Note(
                        Note.Kind.MORE_WORKERS_THAN_PROCESSORS,
                        "5 workers share 2 processors, so each of them waits most of the time."));
    }

    /** A run whose first round warms up, with makespans in milliseconds. */
    static Run<Object> run(String executor, int workers, int tasks, long... makespansMs) {
        return new Run<>(
                executor,
                workers,
                IntStream.range(0, makespansMs.length)
                        .mapToObj(
                                at ->
                                        round(
                                                at == 0 && makespansMs.length > 1,
                                                makespansMs[at],
                                                workers,
                                                tasks,
                                                index -> new Outcome.Success<>(index * 7919L)))
                        .toList());
    }

    static Run<Object> run(
            String executor, int workers, int tasks, IntFunction<Outcome<Object>> outcomes) {
        return new Run<>(executor, workers, List.of(round(false, 800, workers, tasks, outcomes)));
    }

    static Round<Object> round(
            boolean warmup,
            long makespanMs,
            int workers,
            int tasks,
            IntFunction<Outcome<Object>> outcomes) {
        long shareNs = makespanMs * MS * Math.min(workers, Math.max(1, tasks)) / Math.max(1, tasks);
        var records = new ArrayList<TaskRecord<Object>>();
        for (int index = 0; index < tasks; index++) {
            long runNs = shareNs - (index * 37L % 11) * shareNs / 100;
            long startNs = 40_000 + index / workers * shareNs;
            records.add(
                    record(
                            index,
                            Integer.toString(index + 1),
                            "thread " + (index % workers + 1),
                            outcomes.apply(index),
                            timing(startNs, startNs + runNs, runNs * 99 / 100 / workers)));
        }
        return new Round<>(
                warmup, makespanMs * MS, 20_000, records, finishOrder(records), Optional.empty());
    }

    static TaskRecord<Object> record(
            int index,
            @Nullable Object item,
            String worker,
            Outcome<Object> outcome,
            Timing timing) {
        var task =
                new Task<@Nullable Object, Object>(
                        index,
                        item,
                        () -> {
                            throw new AssertionError("a report runs nothing");
                        });
        return new TaskRecord<>(task, worker, 1, outcome, timing);
    }

    static Timing timing(long startedNs, long endedNs, long cpuNs) {
        var unknown = OptionalLong.empty();
        return new Timing(
                0,
                unknown,
                OptionalLong.of(startedNs),
                OptionalLong.of(endedNs),
                OptionalLong.of(endedNs + 900),
                unknown,
                unknown,
                unknown,
                unknown,
                OptionalLong.of(cpuNs),
                OptionalLong.of(1_648));
    }

    static Run<Object> withChecks(Run<Object> run, String... checks) {
        var rounds = new ArrayList<Round<Object>>();
        for (var round : run.rounds())
            rounds.add(
                    new Round<>(
                            round.warmup(),
                            round.makespanNs(),
                            round.startupNs(),
                            round.records(),
                            round.finishOrder(),
                            Optional.of(checks[rounds.size() % checks.length])));
        return new Run<>(run.executor(), run.workers(), rounds);
    }

    /** The run with what only processes have: bytes, serialization, and a start-up. */
    static Run<Object> processes(Run<Object> run) {
        return new Run<>(
                run.executor(),
                run.workers(),
                run.rounds().stream()
                        .map(
                                round ->
                                        new Round<>(
                                                round.warmup(),
                                                round.makespanNs(),
                                                round.warmup() ? 212 * MS : 0,
                                                round.records().stream().map(Sample::sent).toList(),
                                                round.finishOrder(),
                                                round.check()))
                        .toList());
    }

    private static TaskRecord<Object> sent(TaskRecord<Object> record) {
        var timing = record.timing();
        return new TaskRecord<>(
                record.task(),
                record.worker().replace("thread", "worker")
                        + " (pid 471"
                        + record.index() % 5
                        + ")",
                record.attempt(),
                record.outcome(),
                new Timing(
                        timing.submittedNs(),
                        OptionalLong.of(31_000),
                        timing.startedNs(),
                        timing.endedNs(),
                        timing.receivedNs(),
                        OptionalLong.of(18_400),
                        OptionalLong.of(9_100),
                        OptionalLong.of(412),
                        OptionalLong.of(96),
                        timing.cpuNs(),
                        timing.allocatedBytes()));
    }

    private static List<Integer> finishOrder(List<TaskRecord<Object>> records) {
        return records.stream()
                .sorted(
                        Comparator.comparingLong(
                                record -> record.timing().receivedNs().orElse(Long.MAX_VALUE)))
                .map(TaskRecord::index)
                .toList();
    }
}
