package org.threadbook.experiment.measure;

import org.threadbook.experiment.Note;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Round;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.TaskRecord;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a reader of the figures should know. Says only what the records show. */
public final class Notes {
    private static final double CPU_BOUND_SHARE = 0.8;
    private static final double IO_BOUND_SHARE = 0.2;
    private static final double BUSY_SHARE = 0.25;
    private static final double COLLAPSED_SHARE = 0.01;
    private static final long TOO_SHORT_NS = 5_000;

    private Notes() {}

    /**
     * @param runs the runs of one experiment
     * @param processors how many processors the JVM may use
     * @param otherPrograms the share of the processors that other programs used meanwhile, 0 to 1
     * @return the notes that are true of them, the most important first
     */
    public static List<Note> on(
            List<? extends Run<?>> runs, int processors, OptionalDouble otherPrograms) {
        var notes = new ArrayList<Note>();
        var nothingDone = tooSmall(runs).or(() -> workRemoved(runs));
        nothingDone.ifPresent(notes::add);
        var busy = busyMachine(otherPrograms);
        if (nothingDone.isEmpty()) {
            boundBy(runs, processors)
                    // Tasks that had to wait for a processor look as if they waited for something.
                    .filter(note -> busy.isEmpty() || note.kind() == Note.Kind.CPU_BOUND)
                    .ifPresent(notes::add);
        }
        moreWorkersThanProcessors(runs, processors).ifPresent(notes::add);
        busy.ifPresent(notes::add);
        return notes;
    }

    private static Optional<Note> tooSmall(List<? extends Run<?>> runs) {
        var medians =
                runs.stream()
                        .flatMapToLong(run -> run.statistics().medianTaskNs().stream())
                        .toArray();
        var median = Statistics.quantile(medians, 0.5);
        if (median.isEmpty() || median.getAsLong() >= TOO_SHORT_NS) return Optional.empty();
        return note(
                Note.Kind.NO_WORK,
                "A task takes less than 5 µs: there is next to nothing to speed up, so no speed-up"
                    + " is shown. Either the JIT compiler removed the work (let each step depend on"
                    + " the one before and use the result), or the tasks are too small: give each"
                    + " more to do.");
    }

    private static Optional<Note> workRemoved(List<? extends Run<?>> runs) {
        return runs.stream().limit(1).anyMatch(Notes::collapsed)
                ? note(
                        Note.Kind.WORK_REMOVED,
                        "A task takes less than 1 % of what its first execution took: the JIT"
                            + " compiler removed or collapsed the work, so no speed-up is shown."
                            + " Let each step depend on the one before, and use the result.")
                : Optional.empty();
    }

    /**
     * Compares the very first execution of all, which the JIT compiler had not yet seen, with what
     * followed: the same task in later rounds, since tasks may differ; else all others of the
     * round.
     */
    private static boolean collapsed(Run<?> run) {
        var first =
                succeeded(run.rounds().getFirst())
                        .min(Comparator.comparingLong(r -> r.timing().startedNs().orElse(0)));
        if (first.isEmpty() || first.get().timing().runNs().isEmpty()) return false;
        int index = first.get().index();
        var later =
                run.rounds().size() > 1
                        ? run.rounds().stream()
                                .skip(1)
                                .flatMap(Notes::succeeded)
                                .filter(record -> record.index() == index)
                        : succeeded(run.rounds().getFirst())
                                .filter(record -> record.index() != index);
        var longest = later.flatMapToLong(record -> record.timing().runNs().stream()).max();
        return longest.isPresent()
                && longest.getAsLong() < COLLAPSED_SHARE * first.get().timing().runNs().getAsLong();
    }

    private static Stream<TaskRecord<?>> succeeded(Round<?> round) {
        return round.records().stream()
                .<TaskRecord<?>>map(record -> record)
                .filter(record -> record.outcome() instanceof Outcome.Success<?>);
    }

    private static Optional<Note> busyMachine(OptionalDouble otherPrograms) {
        if (otherPrograms.orElse(0) < BUSY_SHARE) return Optional.empty();
        return note(
                Note.Kind.BUSY_MACHINE,
                "Busy machine: other programs used about "
                        + Math.round(100 * otherPrograms.getAsDouble())
                        + " % of the processors meanwhile, so the tasks had to wait for them. Close"
                        + " what computes beside it and run the cell again.");
    }

    private static Optional<Note> boundBy(List<? extends Run<?>> runs, int processors) {
        var share = runs.stream().flatMapToDouble(run -> demand(run, processors).stream()).max();
        if (share.isEmpty()) return Optional.empty();
        if (share.getAsDouble() >= CPU_BOUND_SHARE) {
            return note(
                    Note.Kind.CPU_BOUND,
                    "CPU-bound: the tasks compute nearly all the time, so more workers than"
                        + " processors bring nothing. Java threads run on all processors at once"
                        + " (there is no global interpreter lock as in Python); processes add only"
                        + " isolation, at the price of serialization.");
        }
        if (share.getAsDouble() <= IO_BOUND_SHARE) {
            return note(
                    Note.Kind.IO_BOUND,
                    "IO-bound: the tasks wait nearly all the time, so many more workers than"
                            + " processors pay off. Threads wait more cheaply than processes.");
        }
        return Optional.empty();
    }

    private static Optional<Note> moreWorkersThanProcessors(
            List<? extends Run<?>> runs, int processors) {
        var crowded = runs.stream().filter(run -> run.workers() > processors).toList();
        if (crowded.isEmpty() || !compute(crowded, processors)) return Optional.empty();
        var names = crowded.stream().map(Run::executor).collect(Collectors.joining(", "));
        return note(
                Note.Kind.MORE_WORKERS_THAN_PROCESSORS,
                "More workers than processors: "
                        + names
                        + (crowded.size() == 1 ? " shares " : " share ")
                        + (processors == 1 ? "1 processor" : processors + " processors")
                        + ", so tasks that compute take turns, and each of them takes longer than"
                        + " it would alone.");
    }

    /** Tasks that wait do not crowd each other. */
    private static boolean compute(List<? extends Run<?>> runs, int processors) {
        return runs.stream()
                .flatMapToDouble(run -> demand(run, processors).stream())
                .anyMatch(share -> share > IO_BOUND_SHARE);
    }

    /**
     * The CPU share that the tasks would have with a processor each: where workers outnumber the
     * processors, a task that only computes gets no more than its turn.
     */
    private static OptionalDouble demand(Run<?> run, int processors) {
        var share = run.statistics().cpuShare();
        if (share.isEmpty()) return share;
        int atOnce = Math.max(1, Math.min(run.workers(), run.shownRound().records().size()));
        double turn = Math.min(1, (double) processors / atOnce);
        return OptionalDouble.of(Math.min(1, share.getAsDouble() / turn));
    }

    private static Optional<Note> note(Note.Kind kind, String text) {
        return Optional.of(new Note(kind, text));
    }
}
