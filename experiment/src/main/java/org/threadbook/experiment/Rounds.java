package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes rounds of records. */
final class Rounds {
    private Rounds() {}

    static <R extends @Nullable Object> Round<R> of(
            boolean warmup, Duration startup, List<TaskRecord<R>> records, Optional<String> check) {
        var byFinish = Comparator.<TaskRecord<R>>comparingLong(r -> outcomeKnownNs(r.timing()));
        return new Round<>(
                warmup,
                makespanNs(records),
                startup.toNanos(),
                List.copyOf(records),
                records.stream().sorted(byFinish).map(TaskRecord::index).toList(),
                check);
    }

    private static long makespanNs(List<? extends TaskRecord<?>> records) {
        long first = records.stream().mapToLong(r -> r.timing().submittedNs()).min().orElse(0);
        long last = records.stream().mapToLong(r -> outcomeKnownNs(r.timing())).max().orElse(first);
        return last - first;
    }

    private static long outcomeKnownNs(Timing timing) {
        return timing.receivedNs().orElse(timing.endedNs().orElse(timing.submittedNs()));
    }
}
