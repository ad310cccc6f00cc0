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
 */
public record ExperimentSettings(
        int rounds,
        int warmups,
        Optional<Duration> taskTimeout,
        Optional<Duration> timeout,
        Optional<String> baseline) {
    /** One round and no warm-up. */
    public static final ExperimentSettings ONE_ROUND =
            new ExperimentSettings(1, 0, Optional.empty(), Optional.empty(), Optional.empty());
}
