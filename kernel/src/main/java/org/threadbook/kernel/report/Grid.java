package org.threadbook.kernel.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A table before it is written as HTML or as text.
 *
 * @param columns its columns
 * @param rows the entries of each row, one per column; the first names the row
 */
public record Grid(List<Column> columns, List<List<Entry>> rows) {
    public Grid {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * @param title its heading
     * @param explanation what the heading means, in one sentence
     * @param numbers whether it holds quantities, which stand on the right
     */
    public record Column(String title, String explanation, boolean numbers) {
        public static Column ofNumbers(String title, String explanation) {
            return new Column(title, explanation, true);
        }

        public static Column ofText(String title, String explanation) {
            return new Column(title, explanation, false);
        }
    }

    /**
     * @param text what it says; empty if unknown
     * @param aside what is added in small print, or empty
     * @param strong whether it is what one should look at: the best of its column, or a failure
     */
    public record Entry(String text, String aside, boolean strong) {
        public static final Entry UNKNOWN = Entry.of("");

        public static Entry of(String text) {
            return new Entry(text, "", false);
        }

        public static Entry of(String text, boolean strong) {
            return new Entry(text, "", strong);
        }

        String whole() {
            return aside.isEmpty() ? text : text + " " + aside;
        }
    }

    /**
     * @return the grid without the columns of which nothing is known in any row
     */
    public Grid withoutEmptyColumns() {
        var filled =
                IntStream.range(0, columns.size())
                        .filter(
                                column ->
                                        rows.stream()
                                                .anyMatch(row -> !row.get(column).text().isEmpty()))
                        .boxed()
                        .toList();
        return new Grid(
                filled.stream().map(columns::get).toList(),
                rows.stream().map(row -> filled.stream().map(row::get).toList()).toList());
    }
}
