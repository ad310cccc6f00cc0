package org.threadbook.kernel.session;

import java.util.ArrayList;
import java.util.List;

/** Compiler errors for people: the message, the user's line, and a mark under the place. */
final class ShownProblems {
    private ShownProblems() {}

    /**
     * @param problems the errors
     * @param cell the cell
     * @param source the whole text of the cell
     * @return lines to show
     */
    static List<String> lines(CompilationException problems, Cell cell, String source) {
        var lines = new ArrayList<String>();
        for (var problem : problems.problems()) {
            if (!lines.isEmpty()) lines.add("");
            lines.addAll(lines(problem, cell, source));
        }
        return lines;
    }

    private static List<String> lines(
            CompilationException.Problem problem, Cell cell, String source) {
        int start = Math.clamp(problem.start(), 0, source.length());
        if (start == source.length()) start = lastWritten(source);
        int lineStart = source.lastIndexOf('\n', start - 1) + 1;
        int lineEnd = source.indexOf('\n', start);
        if (lineEnd < 0) lineEnd = source.length();
        int end = Math.clamp(problem.end(), start, lineEnd);
        long number = 1 + source.substring(0, lineStart).chars().filter(c -> c == '\n').count();
        var gutter = "%4d ".formatted(number);
        var lines = new ArrayList<String>();
        lines.add(
                Ansi.green(SnippetLines.fileName(cell) + ":" + number)
                        + " "
                        + Ansi.red("error: ")
                        + problem.message().strip());
        lines.add(Ansi.cyan(gutter) + source.substring(lineStart, lineEnd).stripTrailing());
        lines.add(
                " ".repeat(gutter.length())
                        + blank(source.substring(lineStart, start))
                        + Ansi.red(mark(source.substring(start, end))));
        return lines;
    }

    /**
     * Where something is missing at the end, the last character written is the place to look at.
     */
    private static int lastWritten(String source) {
        int at = source.stripTrailing().length();
        return Math.max(0, at - 1);
    }

    /** As wide as the text before, whatever a tab is shown as. */
    private static String blank(String text) {
        var blank = new StringBuilder();
        text.codePoints()
                .filter(each -> Character.getType(each) != Character.NON_SPACING_MARK)
                .forEach(each -> blank.append(each == '\t' ? "\t" : isWide(each) ? "  " : " "));
        return blank.toString();
    }

    private static boolean isWide(int codePoint) {
        return codePoint >= 0x1F300 && codePoint <= 0x1FAFF
                || codePoint >= 0x2E80 && codePoint <= 0xA4CF
                || codePoint >= 0xAC00 && codePoint <= 0xD7A3
                || codePoint >= 0xFF01 && codePoint <= 0xFF60;
    }

    private static String mark(String place) {
        return "^".repeat(Math.max(1, place.codePointCount(0, place.length())));
    }
}
