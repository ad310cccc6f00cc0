package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.control.Stopped;
import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.experiment.executor.RoundContext;
import org.threadbook.experiment.executor.TaskObserver;
import org.threadbook.experiment.measure.Notes;
import org.threadbook.experiment.measure.OtherPrograms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** One run of an experiment: lets its executors take turns until all rounds have been run. */
final class ExperimentRun<T extends @Nullable Object, R extends @Nullable Object> {
    private final Workload<T, R> workload;
    private final ExperimentSettings settings;
    private final ExperimentListener listener;
    private final List<Lane<R>> lanes;
    private final List<Note> notes = new ArrayList<>();
    private final Environment environment = Environment.current();
    private final OtherPrograms otherPrograms = new OtherPrograms(environment.processors());
    private final Optional<Long> deadlineNanoTime;

    ExperimentRun(
            Workload<T, R> workload,
            List<ExecutorSpec> executors,
            ExperimentSettings settings,
            ExperimentListener listener) {
        requireDistinct(executors);
        settings.baseline().ifPresent(baseline -> requireNamed(baseline, executors));
        this.workload = workload;
        this.settings = settings;
        this.listener = listener;
        this.lanes = new ArrayList<>(executors.stream().map(Lane<R>::new).toList());
        this.deadlineNanoTime =
                settings.timeout().map(limit -> System.nanoTime() + limit.toNanos());
    }

    private static void requireDistinct(List<ExecutorSpec> executors) {
        if (executors.isEmpty()) {
            throw new IllegalArgumentException(
                    "no executor is named: add .on(sequential(), threadPool(4)), for example");
        }
        var names = new HashSet<String>();
        for (var executor : executors) {
            if (!names.add(executor.name())) {
                throw new IllegalArgumentException(
                        executor.name() + " is named twice: each executor can take part once");
            }
        }
    }

    private static void requireNamed(String baseline, List<ExecutorSpec> executors) {
        if (executors.stream().noneMatch(executor -> executor.name().equals(baseline))) {
            throw new IllegalArgumentException(
                    "the baseline "
                            + baseline
                            + " is not among the executors "
                            + String.join(
                                    ", ", executors.stream().map(ExecutorSpec::name).toList()));
        }
    }

    Comparison<R> run() throws Exception {
        try {
            runRounds();
        } catch (Stopped stopped) {
            if (lanes.stream().allMatch(Lane::isEmpty)) throw stopped;
            Thread.currentThread().interrupt();
        } finally {
            lanes.forEach(Lane::close);
        }
        var runs = lanes.stream().filter(lane -> !lane.isEmpty()).map(Lane::toRun).toList();
        notes.addAll(Notes.on(runs, environment.processors(), otherPrograms.share()));
        return new Comparison<>(environment, workload.source(), runs, baseline(runs), notes);
    }

    private String baseline(List<Run<R>> runs) {
        var names = runs.stream().map(Run::executor).toList();
        return settings.baseline()
                .filter(names::contains)
                .or(() -> names.stream().filter(Lane.SEQUENTIAL::equals).findFirst())
                .or(() -> names.stream().findFirst())
                .orElse("");
    }

    private void runRounds() throws Exception {
        for (int round = 0; round < settings.warmups() + settings.rounds(); round++) {
            for (var lane : List.copyOf(lanes)) {
                if (isOver()) return;
                runRound(lane, round);
            }
        }
    }

    private boolean isOver() {
        return Thread.currentThread().isInterrupted()
                || remaining().equals(Optional.of(Duration.ZERO));
    }

    private Optional<Duration> remaining() {
        return deadlineNanoTime.map(
                deadline -> Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    private void runRound(Lane<R> lane, int round) throws Exception {
        boolean warmup = round < settings.warmups();
        Duration startup;
        try {
            startup = lane.start();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        workload.setUp();
        var tasks = workload.tasks();
        var observer =
                listener.roundStarts(
                        lane.name(), round, warmup, round == settings.warmups(), tasks.size());
        var records = runTasks(lane, tasks, observer);
        if (records.isEmpty()) {
            leaveOut(lane, tasks.size());
            return;
        }
        // An interrupted round has not come to the state that the check is about.
        var check =
                Thread.currentThread().isInterrupted()
                        ? Optional.<String>empty()
                        : workload.check();
        lane.add(Rounds.of(warmup, startup, records.get(), check));
    }

    /**
     * @return a record per task; empty if the first tasks predict that the executor would take too
     *     long
     */
    private Optional<List<TaskRecord<R>>> runTasks(
            Lane<R> lane, List<Task<T, R>> tasks, TaskObserver observer) {
        var clock = RoundClock.start();
        var records = new ArrayList<TaskRecord<R>>(tasks.size());
        if (lanes.size() > 1 && lane.isEmpty() && lane.isSequential()) {
            if (!probe(lane, tasks, records, clock, observer)) return Optional.empty();
        }
        var rest = tasks.subList(records.size(), tasks.size());
        records.addAll(lane.run(rest, context(clock, observer)));
        return Optional.of(records);
    }

    private RoundContext context(RoundClock clock, TaskObserver observer) {
        return new RoundContext(clock, settings.taskTimeout(), remaining(), observer);
    }

    /**
     * Runs the first tasks, in portions that double so that the last one tells how fast compiled
     * code is, until a sixtieth of the limit is used up.
     *
     * @return whether the rest is likely to stay within the limit
     */
    private boolean probe(
            Lane<R> lane,
            List<Task<T, R>> tasks,
            List<TaskRecord<R>> records,
            RoundClock clock,
            TaskObserver observer) {
        long limitNs = settings.sequentialLimit().toNanos();
        for (int portion = 1; records.size() < tasks.size(); portion *= 2) {
            int from = records.size();
            int to = Math.min(tasks.size(), from + portion);
            long startNs = clock.now();
            records.addAll(lane.run(tasks.subList(from, to), context(clock, observer)));
            if (isOver()) return true;
            long endNs = clock.now();
            if (endNs < limitNs / 60) continue;
            double restNs = (double) (endNs - startNs) / (to - from) * (tasks.size() - to);
            lane.predict(Duration.ofNanos(endNs + (long) restNs));
            return endNs + restNs <= limitNs;
        }
        return true;
    }

    private void leaveOut(Lane<R> lane, int tasks) {
        lanes.remove(lane);
        lane.close();
        notes.add(
                new Note(
                        Note.Kind.EXECUTOR_SKIPPED,
                        lane.name()
                                + " was left out: its first tasks predict that all "
                                + tasks
                                + " would take about "
                                + lane.prediction().toSeconds()
                                + " s, which is over the limit of "
                                + settings.sequentialLimit().toSeconds()
                                + " s. Compare on fewer items to see it."));
    }
}
