package org.threadbook.kernel.report;

import org.threadbook.kernel.report.Grid.Entry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes a page as plain text, at most {@value #WIDEST} code points wide. */
final class PageText {
    static final int WIDEST = 120;

    /** Below this, a text column is not made narrower to make room. */
    private static final int NARROWEST_TEXT = 24;

    private static final String GAP = "  ";

    private final StringBuilder text = new StringBuilder();

    private PageText() {}

    static String of(Page page) {
        var writer = new PageText();
        page.reading().ifPresent(reading -> writer.paragraph("", reading));
        writer.paragraph("", page.headline());
        page.executors().ifPresent(writer::grid);
        if (!page.notes().isEmpty()) writer.text.append('\n');
        page.notes().forEach(note -> writer.paragraph("- ", note));
        page.results().ifPresent(writer::section);
        page.tasks().forEach(writer::section);
        page.caption().ifPresent(caption -> writer.text.append('\n').append(caption).append('\n'));
        return writer.text.toString().stripTrailing();
    }

    private void section(Section section) {
        text.append('\n').append(section.title()).append('\n');
        if (!section.grid().rows().isEmpty()) grid(section.grid());
        if (!section.more().isEmpty()) text.append(section.more()).append('\n');
    }

    private void paragraph(String bullet, String paragraph) {
        var indent = " ".repeat(bullet.length());
        var line = new StringBuilder(bullet);
        boolean empty = true;
        for (var word : paragraph.split(" ")) {
            if (!empty && CleanText.length(line + word) + 1 > WIDEST) {
                text.append(line).append('\n');
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        text.append(line).append('\n');
    }

    /** A grid that is too wide is continued below, with the first column again. */
    private void grid(Grid grid) {
        var widths = widths(grid);
        var columns = new ArrayList<Integer>(List.of(0));
        int width = widths.get(0);
        for (int column = 1; column < widths.size(); column++) {
            int needed = GAP.length() + widths.get(column);
            if (width + needed > WIDEST && columns.size() > 1) {
                block(grid, columns, widths);
                columns = new ArrayList<>(List.of(0));
                width = widths.get(0);
            }
            columns.add(column);
            width += needed;
        }
        block(grid, columns, widths);
    }

    private static List<Integer> widths(Grid grid) {
        var widths =
                IntStream.range(0, grid.columns().size())
                        .map(column -> width(grid, column))
                        .boxed()
                        .toArray(Integer[]::new);
        int excess =
                IntStream.range(0, widths.length).map(column -> widths[column]).sum()
                        + GAP.length() * (widths.length - 1)
                        - WIDEST;
        for (int column = widths.length - 1; column >= 0 && excess > 0; column--) {
            if (grid.columns().get(column).numbers() || widths[column] <= NARROWEST_TEXT) continue;
            int narrower = Math.max(NARROWEST_TEXT, widths[column] - excess);
            excess -= widths[column] - narrower;
            widths[column] = narrower;
        }
        return List.of(widths);
    }

    private static int width(Grid grid, int column) {
        int widest =
                grid.rows().stream()
                        .mapToInt(row -> CleanText.length(row.get(column).whole()))
                        .max()
                        .orElse(0);
        return Math.max(widest, CleanText.length(grid.columns().get(column).title()));
    }

    private void block(Grid grid, List<Integer> columns, List<Integer> widths) {
        text.append('\n');
        line(
                columns.stream()
                        .map(
                                column ->
                                        padded(
                                                grid,
                                                column,
                                                grid.columns().get(column).title(),
                                                widths))
                        .toList());
        line(columns.stream().map(column -> "─".repeat(widths.get(column))).toList());
        for (List<Entry> row : grid.rows())
            line(
                    columns.stream()
                            .map(column -> padded(grid, column, row.get(column).whole(), widths))
                            .toList());
    }

    private void line(List<String> entries) {
        text.append(String.join(GAP, entries).stripTrailing()).append('\n');
    }

    private static String padded(Grid grid, int column, String entry, List<Integer> widths) {
        var fitting = CleanText.line(entry, widths.get(column));
        var padding = " ".repeat(widths.get(column) - CleanText.length(fitting));
        return grid.columns().get(column).numbers() ? padding + fitting : fitting + padding;
    }
}
