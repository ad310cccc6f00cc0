package org.threadbook.kernel.magic;

import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.ExperimentSettings;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.TaskFailedException;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.control.Stopped;
import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.kernel.report.Overview;
import org.threadbook.kernel.report.Report;
import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.Session;

import java.util.List;

/**
 * What came out of a cell: shown, kept in variables, and its failures reported.
 *
 * @param session the notebook
 * @param cell the execution of the cell
 * @param magic the magic that ran it
 * @param comparison what was measured, at least one run
 */
record MeasuredCell(Session session, Cell cell, CellMagic magic, Comparison<?> comparison) {
    private static final String PACKAGE = "org.threadbook.experiment.";

    /**
     * Shows how the cell was read and what came out. The texts of the user's values are made in the
     * notebook thread, because they are the user's code.
     *
     * @param workload the cell's workload
     * @param executors where it was executed
     * @param settings how
     * @throws Stopped if that was interrupted
     * @throws Throwable what the notebook thread throws
     */
    void show(CellWorkload workload, List<ExecutorSpec> executors, ExperimentSettings settings)
            throws Throwable {
        var report =
                Report.of(comparison)
                        .withReading(
                                workload.description() + "; " + execution(executors, settings));
        if (magic.options().noTable()) report = report.withoutTable();
        if (!magic.compares() && workload.hasValues())
            report = report.withResults(magic.options().order());
        var shown = report;
        cell.output().display(session.run(cell, shown::bundle));
    }

    private String execution(List<ExecutorSpec> executors, ExperimentSettings settings) {
        var where =
                magic.compares()
                        ? executors.size() + (executors.size() == 1 ? " executor" : " executors")
                        : executors.getFirst().name();
        if (settings.rounds() == 1 && settings.warmups() == 0) return where;
        var warmups =
                settings.warmups() == 0
                        ? ""
                        : Overview.count(settings.warmups(), "warm-up") + " + ";
        return where + " × (" + warmups + Overview.count(settings.rounds(), "round") + ")";
    }

    /**
     * Declares the variables that hold what was measured.
     *
     * @param type the type of the results
     */
    void keep(ResultsType type) {
        var first = comparison.runs().getFirst();
        define(type, magic.compares() ? "lastComparison" : "lastRun");
        magic.options().out().ifPresent(name -> define(type, name));
        if (first.outcomes().stream().allMatch(Outcome.Success.class::isInstance))
            magic.options()
                    .results()
                    .ifPresent(
                            name -> type.define(session, "java.util.List", name, first.results()));
    }

    private void define(ResultsType type, String name) {
        if (magic.compares()) type.define(session, PACKAGE + "Comparison", name, comparison);
        else type.define(session, PACKAGE + "Run", name, comparison.runs().getFirst());
    }

    /**
     * Ends the cell with the first failure, unless it is to keep going.
     *
     * @throws Throwable what the task threw
     */
    void failIfATaskFailed() throws Throwable {
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
