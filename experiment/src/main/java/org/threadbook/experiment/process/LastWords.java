package org.threadbook.experiment.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines that a process wrote. Thread-safe. */
final class LastWords {
    private static final int LINES = 12;
    private static final int LONGEST = 500;

    private final Deque<StringBuilder> lines = new ArrayDeque<>();
    private boolean lineOpen;

    synchronized void add(String text) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            append(text.substring(start, end < 0 ? text.length() : end));
            lineOpen = end < 0;
            start = end < 0 ? text.length() : end + 1;
        }
    }

    private void append(String part) {
        if (!lineOpen) lines.add(new StringBuilder());
        if (lines.size() > LINES) lines.remove();
        var line = lines.getLast();
        line.append(part, 0, Math.max(0, Math.min(part.length(), LONGEST - line.length())));
    }

    synchronized List<String> lines() {
        return lines.stream()
                .map(line -> line.toString().stripTrailing())
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
