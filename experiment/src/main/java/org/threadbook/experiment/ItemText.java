package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The text by which people recognize a value in a table or a message. */
public final class ItemText {
    private static final int LONGEST = 80;

    private ItemText() {}

    /**
     * @param value any value, also null or an array
     * @return its text on one line, at most 80 characters; a {@code toString} that throws gives the
     *     class and what it threw
     */
    public static String of(@Nullable Object value) {
        String text;
        try {
            text = value != null && value.getClass().isArray() ? ofArray(value) : "" + value;
        } catch (RuntimeException | Error thrown) {
            text = value.getClass().getSimpleName() + " (toString threw " + thrown + ")";
        }
        return shorten(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    private static String ofArray(Object array) {
        var oneElement = Arrays.deepToString(new Object[] {array});
        return oneElement.substring(1, oneElement.length() - 1);
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
