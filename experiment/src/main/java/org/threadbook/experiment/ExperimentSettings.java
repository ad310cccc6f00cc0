package org.threadbook.experiment;

import java.time.Duration;
import java.util.Optional;

/**
 * How an experiment is run.
 *
 * @param rounds measured rounds per executor, at least 1
 * @param warmups rounds per executor before them that do not count, at least 0
 * @param taskTimeout how long each task may run
 * @param timeout how long the whole experiment may take
 * @param baseline the executor that speed-ups refer to; if empty, {@code sequential}, else the
 *     first
 * @param sequentialLimit in a comparison, {@code sequential} is left out if its first task predicts
 *     that a round of it would take longer
 */
public record ExperimentSettings(
        int rounds,
        int warmups,
        Optional<Duration> taskTimeout,
        Optional<Duration> timeout,
        Optional<String> baseline,
        Duration sequentialLimit) {
    /** One round and no warm-up. */
    public static final ExperimentSettings ONE_ROUND =
            new ExperimentSettings(
                    1,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofMinutes(1));

    /** One warm-up and three rounds, as executors are compared. */
    public static final ExperimentSettings COMPARISON = ONE_ROUND.withRounds(3).withWarmups(1);

    public ExperimentSettings {
        if (rounds < 1)
            throw new IllegalArgumentException("rounds must be at least 1, not " + rounds);
        if (warmups < 0)
            throw new IllegalArgumentException("warm-ups must be at least 0, not " + warmups);
        taskTimeout.ifPresent(limit -> requirePositive("the task time-out", limit));
        timeout.ifPresent(limit -> requirePositive("the time-out", limit));
    }

    private static void requirePositive(String name, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, not " + limit);
        }
    }

    /**
     * @param rounds measured rounds per executor
     * @return the same settings with as many
     */
    public ExperimentSettings withRounds(int rounds) {
        return new ExperimentSettings(
                rounds, warmups, taskTimeout, timeout, baseline, sequentialLimit);
    }

    /**
     * @param warmups rounds per executor that do not count
     * @return the same settings with as many
     */
    public ExperimentSettings withWarmups(int warmups) {
        return new ExperimentSettings(
                rounds, warmups, taskTimeout, timeout, baseline, sequentialLimit);
    }

    /**
     * @param limit how long each task may run
     * @return the same settings with this limit
     */
    public ExperimentSettings withTaskTimeout(Duration limit) {
        return new ExperimentSettings(
                rounds, warmups, Optional.of(limit), timeout, baseline, sequentialLimit);
    }

    /**
     * @param limit how long the whole experiment may take
     * @return the same settings with this limit
     */
    public ExperimentSettings withTimeout(Duration limit) {
        return new ExperimentSettings(
                rounds, warmups, taskTimeout, Optional.of(limit), baseline, sequentialLimit);
    }

    /**
     * @param executor the executor that speed-ups refer to
     * @return the same settings with this baseline
     */
    public ExperimentSettings withBaseline(String executor) {
        return new ExperimentSettings(
                rounds, warmups, taskTimeout, timeout, Optional.of(executor), sequentialLimit);
    }

    /**
     * @param limit how long a round of {@code sequential} may be predicted to take
     * @return the same settings with this limit
     */
    public ExperimentSettings withSequentialLimit(Duration limit) {
        return new ExperimentSettings(rounds, warmups, taskTimeout, timeout, baseline, limit);
    }
}
