package org.threadbook.kernel.session;

/** How far in the next line of unfinished code begins. */
final class Indent {
    private static final String STEP = "    ";

    private Indent() {}

    /**
     * @param code unfinished code
     * @return the white space to begin the next line with: that of the last line, and a step more
     *     if that opens a block
     */
    static String after(String code) {
        var last = code.stripTrailing();
        var line = last.substring(last.lastIndexOf('\n') + 1);
        var indent = line.substring(0, line.length() - line.stripLeading().length());
        return line.endsWith("{") || line.endsWith("(") ? indent + STEP : indent;
    }
}
