package org.threadbook.kernel.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
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
        var start = bullet;
        for (var line : Lines.of(paragraph, WIDEST - bullet.length())) {
            text.append(start).append(line).append('\n');
            start = " ".repeat(bullet.length());
        }
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

    /** Makes text columns narrower if that lets the grid stand without being continued below. */
    private static List<Integer> widths(Grid grid) {
        var widths =
                IntStream.range(0, grid.columns().size())
                        .map(column -> width(grid, column))
                        .boxed()
                        .collect(Collectors.toCollection(ArrayList::new));
        int excess = total(widths) - WIDEST;
        var narrowest = new ArrayList<>(widths);
        for (int column = widths.size() - 1; column > 0; column--) {
            if (grid.columns().get(column).numbers()) continue;
            int width = widths.get(column);
            int narrower = Math.min(width, Math.max(NARROWEST_TEXT, width - Math.max(0, excess)));
            excess -= width - narrower;
            narrowest.set(column, narrower);
        }
        if (excess <= 0) return narrowest;
        widths.replaceAll(width -> Math.min(width, (WIDEST - GAP.length()) / 2));
        return widths;
    }

    private static int total(List<Integer> widths) {
        return widths.stream().mapToInt(width -> width + GAP.length()).sum() - GAP.length();
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
        entries(grid, columns, widths, column -> grid.columns().get(column).title());
        entries(grid, columns, widths, column -> "─".repeat(widths.get(column)));
        for (var row : grid.rows())
            entries(grid, columns, widths, column -> row.get(column).whole());
    }

    /** Writes the entries of one row side by side, on more lines where one does not fit. */
    private void entries(
            Grid grid, List<Integer> columns, List<Integer> widths, IntFunction<String> entry) {
        var lines =
                columns.stream()
                        .map(column -> Lines.of(entry.apply(column), widths.get(column)))
                        .toList();
        int height = lines.stream().mapToInt(List::size).max().orElse(0);
        for (int at = 0; at < height; at++) {
            var line = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                var part = at < lines.get(column).size() ? lines.get(column).get(at) : "";
                int width = widths.get(columns.get(column));
                var padding = " ".repeat(Math.max(0, width - CleanText.length(part)));
                boolean right = grid.columns().get(columns.get(column)).numbers();
                line.append(right ? padding + part : part + padding).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
