package org.threadbook.kernel.report;

import org.threadbook.experiment.ItemText;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Round;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.kernel.report.Grid.Column;
import org.threadbook.kernel.report.Grid.Entry;

import java.util.List;
import java.util.stream.IntStream;

/** The first results of a round. */
final class ResultTable {
    private static final int MOST_ROWS = 10;

    private static final List<Column> COLUMNS =
            List.of(
                    Column.ofNumbers("task", "The task's index, counted from 0."),
                    Column.ofText("item", "What the task worked on."),
                    Column.ofText("result", "What it returned, or why it returned nothing."));

    private ResultTable() {}

    static Section of(Round<?> round, ResultOrder order) {
        var records = round.records();
        if (records.size() > 1 && records.stream().allMatch(ResultTable::isNull))
            return new Section(
                    "Results: all " + Quantity.count(records.size()) + " are null",
                    new Grid(COLUMNS, List.of()),
                    "");
        var rows =
                indices(round, order).stream()
                        .limit(MOST_ROWS)
                        .map(index -> row(records.get(index)))
                        .toList();
        int left = records.size() - rows.size();
        return new Section(
                switch (order) {
                    case INPUT -> "Results";
                    case FINISH -> "Results, in the order in which the tasks ended";
                },
                new Grid(COLUMNS, rows).withoutEmptyColumns(),
                left > 0 ? "… and " + Quantity.count(left) + " more" : "");
    }

    private static List<Integer> indices(Round<?> round, ResultOrder order) {
        return switch (order) {
            case INPUT -> IntStream.range(0, round.records().size()).boxed().toList();
            case FINISH -> round.finishOrder();
        };
    }

    private static List<Entry> row(TaskRecord<?> record) {
        return List.of(
                Entry.of(Integer.toString(record.index())),
                Entry.of(CleanText.line(record.item())),
                Entry.of(
                        switch (record.outcome()) {
                            case Outcome.Success<?>(var value) ->
                                    CleanText.line(ItemText.of(value));
                            default ->
                                    TaskError.of(record.outcome())
                                            .map(TaskError::line)
                                            .orElseGet(record.outcome()::word);
                        }));
    }

    private static boolean isNull(TaskRecord<?> record) {
        return record.outcome() instanceof Outcome.Success<?>(var value) && value == null;
    }
}
