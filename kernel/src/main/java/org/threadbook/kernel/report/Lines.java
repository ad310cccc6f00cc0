package org.threadbook.kernel.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class Lines {
    private Lines() {}

    /**
     * @param text text on one line
     * @param width the most code points of a line, at least 1
     * @return its lines, at least one, broken between words and, where one is too long, within it
     */
    static List<String> of(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        int length = 0;
        for (var word : text.split(" ")) {
            int wordLength = CleanText.length(word);
            if (length > 0 && length + 1 + wordLength > width) {
                lines.add(line.toString());
                line.setLength(0);
                length = 0;
            }
            while (wordLength > width) {
                int end = word.offsetByCodePoints(0, width);
                lines.add(word.substring(0, end));
                word = word.substring(end);
                wordLength -= width;
            }
            if (length > 0) {
                line.append(' ');
                length++;
            }
            line.append(word);
            length += wordLength;
        }
        if (length > 0 || lines.isEmpty()) lines.add(line.toString());
        return lines;
    }
}
