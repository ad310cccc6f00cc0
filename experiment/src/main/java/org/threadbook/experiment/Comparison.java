package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/**
 * The runs of one experiment, side by side. Immutable.
 *
 * @param environment where and when it was measured
 * @param source the workload's code
 * @param runs a run per executor, in the order in which the executors were named
 * @param baseline the name of the executor that speed-ups refer to
 * @param notes what a reader of the figures should know
 * @param <R> the type of the results
 */
public record Comparison<R extends @Nullable Object>(
        Environment environment,
        String source,
        List<Run<R>> runs,
        String baseline,
        List<Note> notes) {
    public Comparison {
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    /**
     * @param executor an executor's name, such as {@code threadpool(5)}
     * @return its run
     * @throws IllegalArgumentException if no executor of this comparison has the name; the message
     *     lists those there are
     */
    public Run<R> run(String executor) {
        return runs.stream()
                .filter(run -> run.executor().equals(executor))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no executor is named "
                                                + executor
                                                + " here; there are "
                                                + String.join(
                                                        ", ",
                                                        runs.stream()
                                                                .map(Run::executor)
                                                                .toList())));
    }

    /**
     * @param executor an executor's name
     * @return the baseline's median makespan divided by that of the executor
     * @throws IllegalArgumentException if no executor of this comparison has the name
     */
    public double speedup(String executor) {
        return (double) run(baseline).statistics().makespanNs()
                / run(executor).statistics().makespanNs();
    }

    /**
     * @param executor an executor's name
     * @return its speed-up divided by its workers, as parallel efficiency is defined: 1 if each
     *     worker brought the whole of itself
     * @throws IllegalArgumentException if no executor of this comparison has the name
     */
    public double efficiency(String executor) {
        return speedup(executor) / run(executor).workers();
    }

    /**
     * @return whether speed-ups say something: not if tasks take next to no time, or the JIT
     *     compiler has removed the work
     */
    public boolean hasMeaningfulSpeedup() {
        return notes.stream()
                .map(Note::kind)
                .noneMatch(EnumSet.of(Note.Kind.NO_WORK, Note.Kind.WORK_REMOVED)::contains);
    }

    /**
     * Saves a row per task of every round, with the fields of {@link TaskRecord} and {@link
     * Timing}.
     *
     * @param file the file to write, replaced if it exists
     * @throws IOException if it cannot be written
     */
    public void saveCsv(Path file) throws IOException {
        RunCsv.write(this, file);
    }
}
