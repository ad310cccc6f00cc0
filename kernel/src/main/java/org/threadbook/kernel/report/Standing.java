package org.threadbook.kernel.report;

import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.RunStatistics;

import java.util.stream.Stream;

/**
 * How one executor did, with its figures computed once.
 *
 * @param run its run
 * @param statistics the figures of the measured rounds
 * @param executions how many tasks the measured rounds have in all
 * @param failed how many of these failed, timed out or lost their worker
 * @param cancelled how many of these were not executed to their end
 */
record Standing(
        Run<?> run, RunStatistics statistics, long executions, long failed, long cancelled) {

    static Standing of(Run<?> run) {
        long executions = 0;
        long failed = 0;
        long cancelled = 0;
        for (var round : run.measuredRounds()) {
            executions += round.records().size();
            for (var record : round.records()) {
                switch (record.outcome()) {
                    case Outcome.Success<?> _ -> {}
                    case Outcome.Cancelled<?> _ -> cancelled++;
                    case Outcome.Failure<?> _, Outcome.TimedOut<?> _, Outcome.WorkerLost<?> _ ->
                            failed++;
                }
            }
        }
        return new Standing(run, run.statistics(), executions, failed, cancelled);
    }

    String name() {
        return run.executor();
    }

    int rounds() {
        return run.measuredRounds().size();
    }

    /**
     * @return what the check said after each measured round, as far as there is one
     */
    Stream<String> checks() {
        return run.measuredRounds().stream().flatMap(round -> round.check().stream());
    }

    int tasks() {
        return run.shownRound().records().size();
    }

    /** Whether this makespan and another's stand for the same work. */
    boolean comparableWith(Standing other) {
        return cancelled == 0
                && other.cancelled == 0
                && executions > 0
                && failed * other.executions == other.failed * executions;
    }
}
