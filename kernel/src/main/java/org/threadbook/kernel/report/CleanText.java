package org.threadbook.kernel.report;

/**
 * Texts of users, made fit for one line of a table: without line breaks and control characters, and
 * counted in code points, so that no character is cut in half.
 */
final class CleanText {
    /** Holds together what is one character to people, such as a family. */
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private CleanText() {}

    static String line(String text) {
        return line(text, Integer.MAX_VALUE);
    }

    /**
     * @param text any text
     * @param longest the most code points to keep
     * @return its text on one line; what was cut off is replaced by an ellipsis
     */
    static String line(String text, int longest) {
        var line = new StringBuilder();
        int length = 0;
        boolean blank = false;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            if (isBlank(character)) {
                blank = length > 0;
                continue;
            }
            if (blank && ++length <= longest) line.append(' ');
            blank = false;
            if (++length > longest) return shortened(line, longest);
            line.appendCodePoint(character);
        }
        return line.toString();
    }

    /**
     * @param text any text
     * @param longest the most code points to keep
     * @return the text as it is if it is no longer, else its beginning and an ellipsis
     */
    static String cut(String text, int longest) {
        if (length(text) <= longest) return text;
        return longest < 1 ? "" : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String shortened(StringBuilder line, int longest) {
        int kept = Math.min(longest - 1, line.codePointCount(0, line.length()));
        return line.substring(0, line.offsetByCodePoints(0, kept)).strip() + "…";
    }

    private static boolean isBlank(int character) {
        if (character == ZERO_WIDTH_JOINER) return false;
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
