package org.threadbook.kernel.magic;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Experiment;
import org.threadbook.experiment.ExperimentSettings;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.TaskFailedException;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.control.Stopped;
import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.kernel.magic.reading.CellReader;
import org.threadbook.kernel.magic.reading.CellReading;
import org.threadbook.kernel.magic.reading.MistakeException;
import org.threadbook.kernel.report.Report;
import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One execution of a cell whose workload a magic runs: reads it, measures it, shows what came out,
 * keeps it in variables.
 *
 * @param session the notebook
 * @param reader what takes its Java apart
 * @param cell the execution of the cell
 * @param call its magic line
 * @param magic the magic, with its options
 */
record WorkloadCell(
        Session session, CellReader reader, Cell cell, MagicCall call, CellMagic magic) {
    private static final String PACKAGE = "org.threadbook.experiment.";

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
        var settings = options.settings(magic, magic.baseline(call, sizes));
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
            var noted = withNote(comparison, output);
            show(noted, workload, executors, settings);
            keep(noted, ResultsType.of(session, reading).orElse(ResultsType.UNKNOWN));
            if (stopped.isEmpty()) failIfATaskFailed(noted);
        }
        if (stopped.isPresent()) throw stopped.get();
    }

    private void requireBody() {
        var body = call.cell().substring(call.line().bodyStart());
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
        if (ResultsType.of(session, reading).isPresent()) return;
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

    private void show(
            Comparison<?> comparison,
            CellWorkload workload,
            List<ExecutorSpec> executors,
            ExperimentSettings settings) {
        var report =
                Report.of(comparison)
                        .withReading(
                                workload.description() + "; " + execution(executors, settings));
        if (magic.options().noTable()) report = report.withoutTable();
        if (!magic.compares() && workload.hasValues())
            report = report.withResults(magic.options().order());
        cell.output().display(report.bundle());
    }

    private String execution(List<ExecutorSpec> executors, ExperimentSettings settings) {
        var where =
                magic.compares()
                        ? executors.size() + (executors.size() == 1 ? " executor" : " executors")
                        : executors.getFirst().name();
        if (settings.rounds() == 1 && settings.warmups() == 0) return where;
        var warmups = settings.warmups() == 0 ? "" : count(settings.warmups(), "warm-up") + " + ";
        return where + " × (" + warmups + count(settings.rounds(), "round") + ")";
    }

    private static String count(int number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private void keep(Comparison<?> comparison, ResultsType type) {
        var first = comparison.runs().getFirst();
        if (magic.compares())
            type.define(session, PACKAGE + "Comparison", "lastComparison", comparison);
        else type.define(session, PACKAGE + "Run", "lastRun", first);
        magic.options()
                .out()
                .ifPresent(
                        name -> {
                            if (magic.compares())
                                type.define(session, PACKAGE + "Comparison", name, comparison);
                            else type.define(session, PACKAGE + "Run", name, first);
                        });
        if (first.outcomes().stream().allMatch(Outcome.Success.class::isInstance))
            magic.options()
                    .results()
                    .ifPresent(
                            name -> type.define(session, "java.util.List", name, first.results()));
    }

    private void failIfATaskFailed(Comparison<?> comparison) throws Throwable {
        if (magic.options().keepGoing()) return;
        for (var run : comparison.runs())
            for (var round : run.rounds())
                for (var record : round.records())
                    if (!(record.outcome() instanceof Outcome.Success<?>)) throw failure(record);
    }

    private static Throwable failure(TaskRecord<?> record) {
        return record.outcome() instanceof Outcome.Failure<?>(var cause)
                ? cause
                : new TaskFailedException(record);
    }
}
