package org.threadbook.kernel.report;

import org.threadbook.experiment.TaskRecord;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The tasks of a round, of which some stand for all: the failed, the slowest, and evenly spaced
 * ones. Looks at each record once, so that a small part of a long round is found quickly.
 */
final class TaskSample {
    /** More of a kind are never chosen from a round that is too long to list. */
    static final int MOST_OF_A_KIND = 300;

    private static final Comparator<TaskRecord<?>> BY_DURATION =
            Comparator.comparingLong(record -> record.timing().runNs().orElse(0));

    private final List<? extends TaskRecord<?>> records;
    private final List<Integer> failed = new ArrayList<>();
    private final List<Integer> slowest;
    private final TaskTotals totals;

    TaskSample(List<? extends TaskRecord<?>> records) {
        this.records = records;
        this.totals = new TaskTotals();
        var slow = new PriorityQueue<Slow>(Comparator.comparingLong(Slow::runNs));
        for (int at = 0; at < records.size(); at++) {
            var record = records.get(at);
            totals.add(record);
            if (failed.size() < MOST_OF_A_KIND && TaskTotals.isFailure(record.outcome()))
                failed.add(at);
            long runNs = record.timing().runNs().orElse(0);
            if (slow.size() < MOST_OF_A_KIND) slow.add(new Slow(at, runNs));
            else if (runNs > slow.element().runNs()) {
                slow.remove();
                slow.add(new Slow(at, runNs));
            }
        }
        this.slowest =
                slow.stream()
                        .sorted(Comparator.comparingLong(Slow::runNs).reversed())
                        .map(Slow::at)
                        .toList();
    }

    private record Slow(int at, long runNs) {}

    int size() {
        return records.size();
    }

    TaskTotals totals() {
        return totals;
    }

    /**
     * @param most how many tasks
     * @return at most so many: up to half of them failed ones, then up to half of the rest the
     *     slowest, the others evenly spaced; in their order
     */
    List<? extends TaskRecord<?>> pick(int most) {
        if (records.size() <= most) return records;
        var picked = new TreeSet<Integer>();
        addUntil(picked, (most + 1) / 2, failed);
        addUntil(picked, picked.size() + (most - picked.size() + 1) / 2, slowest);
        int gaps = most - picked.size();
        IntStream.range(0, gaps)
                .map(gap -> (int) ((gap + 0.5) * records.size() / gaps))
                .forEach(picked::add);
        return picked.stream().map(records::get).toList();
    }

    private static void addUntil(TreeSet<Integer> picked, int size, List<Integer> candidates) {
        for (int candidate : candidates) {
            if (picked.size() >= size) return;
            picked.add(candidate);
        }
    }
}
