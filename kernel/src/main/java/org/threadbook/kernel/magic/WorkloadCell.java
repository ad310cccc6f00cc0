package org.threadbook.kernel.magic;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Experiment;
import org.threadbook.experiment.control.Stopped;
import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.kernel.magic.reading.CellReader;
import org.threadbook.kernel.magic.reading.CellReading;
import org.threadbook.kernel.magic.reading.MistakeException;
import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.Session;
import org.threadbook.kernel.session.SourceText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One execution of a cell whose workload a magic runs: reads the cell and measures it.
 *
 * @param session the notebook
 * @param reader what takes its Java apart
 * @param cell the execution of the cell
 * @param call its magic line
 * @param magic the magic, with its options
 */
record WorkloadCell(
        Session session, CellReader reader, Cell cell, MagicCall call, CellMagic magic) {
    /**
     * Runs it.
     *
     * @throws MistakeException if something in the cell cannot be done as it is written
     * @throws org.threadbook.kernel.session.CompilationException if it does not compile
     * @throws Stopped if it was interrupted; what had been measured is shown
     * @throws Throwable what set-up, collection or checks throw, or the first task that failed
     */
    void run() throws Throwable {
        var options = magic.options();
        options.check(call);
        requireBody();
        var sizes = new PoolSizes(session, cell, call.cell());
        var executors = magic.executors(call, sizes);
        var settings = options.settings(magic, magic.baseline(call, sizes, executors));
        var reading = reader.read(call.cell(), call.line().bodyStart());
        refuseTasksOfLoop(reading);
        var compiled =
                session.compile(
                        cell, List.of(reading.setUp(), reading.workload(), reading.checks()));
        if (options.results().isPresent()) requireResults(reading);

        var output = new RoundOutput(cell, session.contextOf(cell));
        int repetitions =
                options.tasks()
                        .orElse(executors.stream().mapToInt(ExecutorSpec::workers).max().orElse(1));
        var workload =
                new CellWorkload(
                        reading, compiled, repetitions, options.tasks().isPresent(), output);
        var experiment =
                Experiment.of(workload).on(executors.toArray(ExecutorSpec[]::new)).with(settings);
        var measured = new AtomicReference<@Nullable Comparison<@Nullable Object>>();
        Optional<Stopped> stopped = Optional.empty();
        try {
            boolean interrupted =
                    session.run(
                            cell,
                            () -> {
                                measured.set(experiment.run(output));
                                return Thread.interrupted();
                            });
            if (interrupted) stopped = Optional.of(new Stopped());
        } catch (Stopped thrown) {
            stopped = Optional.of(thrown);
        }
        var comparison = measured.get();
        if (comparison != null && !comparison.runs().isEmpty()) {
            var outcome = new MeasuredCell(session, cell, magic, withNote(comparison, output));
            try {
                outcome.show(workload, executors, settings);
            } finally {
                outcome.keep(ResultsType.of(session, reading, workload.hasElements()));
            }
            if (stopped.isEmpty()) outcome.failIfATaskFailed();
        }
        if (stopped.isPresent()) {
            cell.placeAt(stopped.get(), SourceText.ofCell(call.cell()).cellLine(reading.start()));
            throw stopped.get();
        }
    }

    private void requireBody() {
        var body = call.cell().substring(call.line().bodyStart());
        MagicLine.first(body)
                .ifPresent(
                        second -> {
                            int start = call.line().bodyStart() + second.start();
                            throw new MistakeException(
                                    start,
                                    start + second.written().length(),
                                    "a cell has one magic. Put "
                                            + second.written()
                                            + " into a cell of its own, or name several executors"
                                            + " after %%compare.");
                        });
        if (!body.isBlank()) return;
        var name = call.line().written();
        throw new MistakeException(
                call.line().start(),
                call.line().start() + name.length(),
                name
                        + " needs something to execute in the lines below it, such as"
                        + " for (int number : numbers) evaluate(number);");
    }

    private void refuseTasksOfLoop(CellReading reading) {
        if (magic.options().tasks().isEmpty() || !reading.form().isLoop()) return;
        throw call.mistake(
                "--tasks",
                "--tasks says how often to execute a workload that is one statement, but here each"
                        + " iteration of the for loop is a task already. Leave --tasks out.");
    }

    private void requireResults(CellReading reading) {
        if (ResultsType.expected(session, reading).isPresent()) return;
        magic.options()
                .results()
                .ifPresent(
                        name -> {
                            throw call.mistake(
                                    name,
                                    "--results "
                                            + name
                                            + ": the tasks have no value to keep. End what each of"
                                            + " them does with an expression.");
                        });
    }

    private static Comparison<@Nullable Object> withNote(
            Comparison<@Nullable Object> comparison, RoundOutput output) {
        var note = output.note();
        if (note.isEmpty()) return comparison;
        var notes = new ArrayList<>(comparison.notes());
        notes.add(note.get());
        return new Comparison<>(
                comparison.environment(),
                comparison.source(),
                comparison.runs(),
                comparison.baseline(),
                notes);
    }
}
