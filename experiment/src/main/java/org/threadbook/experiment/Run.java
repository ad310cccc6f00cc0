package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.measure.Statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rounds of one executor. Immutable.
 *
 * @param executor the executor's name, such as {@code threadpool(5)}
 * @param workers how many tasks it can run at the same time
 * @param rounds all its rounds in the order in which they ran, warm-up included; at least one
 * @param <R> the type of the results
 */
public record Run<R extends @Nullable Object>(String executor, int workers, List<Round<R>> rounds) {
    public Run {
        rounds = List.copyOf(rounds);
    }

    /**
     * @return the rounds that count; if the run was ended during its warm-up, the warm-up
     */
    public List<Round<R>> measuredRounds() {
        var measured = rounds.stream().filter(round -> !round.warmup()).toList();
        return measured.isEmpty() ? rounds : measured;
    }

    /**
     * @return the first measured round: the one whose results and prints are shown
     */
    public Round<R> shownRound() {
        return measuredRounds().getFirst();
    }

    /**
     * @return the results of the shown round, in the order of the workload; may hold nulls
     * @throws TaskFailedException if one of its tasks did not succeed; the cause is what the first
     *     of them threw
     */
    public List<R> results() {
        var results = new ArrayList<R>(shownRound().records().size());
        for (var record : shownRound().records()) {
            if (!(record.outcome() instanceof Outcome.Success<R>(var value)))
                throw new TaskFailedException(record);
            results.add(value);
        }
        return results;
    }

    /**
     * @return how each task of the shown round ended, in the order of the workload
     */
    public List<Outcome<R>> outcomes() {
        return shownRound().records().stream().map(TaskRecord::outcome).toList();
    }

    /**
     * @return the median makespan of the measured rounds
     */
    public Duration makespan() {
        return Duration.ofNanos(statistics().makespanNs());
    }

    /**
     * @return the figures of the measured rounds
     */
    public RunStatistics statistics() {
        return Statistics.of(this);
    }
}
