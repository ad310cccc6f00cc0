package org.threadbook.kernel.report;

import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.kernel.report.Grid.Column;
import org.threadbook.kernel.report.Grid.Entry;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** The table with a row per task of an executor's shown round. */
final class TaskTable {
    private static final int LONGEST_ERROR = 200;

    private static final List<Column> COLUMNS =
            List.of(
                    Column.ofNumbers("task", "The task's index, counted from 0."),
                    Column.ofText("item", "What the task worked on."),
                    Column.ofText("worker", "The thread or process that ran it."),
                    Column.ofNumbers("attempt", "How often it was tried."),
                    Column.ofText("outcome", "How it ended."),
                    Column.ofNumbers("start", "When its code was entered, since the round began."),
                    Column.ofNumbers("duration", "How long its code ran."),
                    Column.ofText("error", "Why it did not succeed."));

    /** Who has failed first, then the slow before the fast, and what never ran last. */
    private static final Comparator<TaskRecord<?>> BY_INTEREST =
            Comparator.<TaskRecord<?>>comparingInt(
                            record ->
                                    switch (record.outcome()) {
                                        case Outcome.Success<?> _ -> 1;
                                        case Outcome.Cancelled<?> _ -> 2;
                                        default -> 0;
                                    })
                    .thenComparing(
                            Comparator.<TaskRecord<?>>comparingLong(
                                            record -> record.timing().runNs().orElse(0))
                                    .reversed())
                    .thenComparing(TaskRecord::index);

    private TaskTable() {}

    /**
     * @param run a run
     * @param mostRows how many tasks to show at most
     * @return all tasks in their order, or if they are too many the failed and the slowest
     */
    static Section of(Run<?> run, int mostRows) {
        var records = run.shownRound().records();
        var shown = mostInteresting(records, mostRows);
        var title =
                "Tasks of "
                        + CleanText.line(run.executor())
                        + (run.measuredRounds().size() > 1 ? ", first measured round" : "");
        var grid =
                new Grid(COLUMNS, shown.stream().map(TaskTable::row).toList())
                        .withoutEmptyColumns();
        if (shown.size() == records.size()) return new Section(title, grid, "");
        return new Section(
                title
                        + ": the "
                        + (shown.stream().anyMatch(TaskTable::failed) ? "failed and the " : "")
                        + "slowest of "
                        + Quantity.count(records.size()),
                grid,
                "… and " + Quantity.count(records.size() - shown.size()) + " more");
    }

    private static List<? extends TaskRecord<?>> mostInteresting(
            List<? extends TaskRecord<?>> records, int most) {
        if (records.size() <= most) return records;
        var kept = new PriorityQueue<TaskRecord<?>>(BY_INTEREST.reversed());
        for (var record : records) {
            kept.add(record);
            if (kept.size() > most) kept.remove();
        }
        return kept.stream().sorted(BY_INTEREST).toList();
    }

    private static boolean failed(TaskRecord<?> record) {
        return TaskError.of(record.outcome()).isPresent();
    }

    private static List<Entry> row(TaskRecord<?> record) {
        var timing = record.timing();
        return List.of(
                Entry.of(Integer.toString(record.index())),
                Entry.of(CleanText.line(record.item())),
                Entry.of(CleanText.line(record.worker())),
                Entry.of(record.attempt() > 1 ? Integer.toString(record.attempt()) : ""),
                Entry.of(record.outcome().word(), failed(record)),
                Entry.of(time(timing.startedNs())),
                Entry.of(time(timing.runNs())),
                Entry.of(
                        TaskError.of(record.outcome())
                                .map(error -> CleanText.line(error.line(), LONGEST_ERROR))
                                .orElse("")));
    }

    private static String time(OptionalLong nanoseconds) {
        return nanoseconds.isEmpty() ? "" : Quantity.time(nanoseconds.getAsLong());
    }
}
