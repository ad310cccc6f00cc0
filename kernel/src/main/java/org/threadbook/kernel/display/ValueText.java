package org.threadbook.kernel.display;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.control.Stopped;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Values as text: arrays by their elements, all else by {@code toString}. What a person could not
 * read is left out and said so, unless the whole is asked for; a {@code toString} that fails is
 * said so too.
 */
public final class ValueText {
    private static final int CHARS_SHOWN = 100_000;
    private static final int ELEMENTS_SHOWN = 1_000;

    private final int mostChars;
    private final int mostElements;
    private final StringBuilder text = new StringBuilder();

    /** The arrays around the one being written: one may contain itself. */
    private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());

    private ValueText(int mostChars, int mostElements) {
        this.mostChars = mostChars;
        this.mostElements = mostElements;
    }

    /**
     * @param value any value, or null
     * @return its text, shortened if it is long
     */
    public static String of(@Nullable Object value) {
        var shown = new ValueText(CHARS_SHOWN, ELEMENTS_SHOWN);
        shown.append(value);
        return shorten(shown.text.toString());
    }

    /**
     * @param value any value, or null
     * @return its text, however long it is
     */
    public static String whole(@Nullable Object value) {
        var whole = new ValueText(Integer.MAX_VALUE, Integer.MAX_VALUE);
        whole.append(value);
        return whole.text.toString();
    }

    private static String shorten(String text) {
        if (text.length() <= CHARS_SHOWN) return text;
        int end = Character.isHighSurrogate(text.charAt(CHARS_SHOWN - 1)) ? 1 : 0;
        return "%s… (the first %,d of %,d characters; display(...) shows all)"
                .formatted(text.substring(0, CHARS_SHOWN - end), CHARS_SHOWN, text.length());
    }

    private void append(@Nullable Object value) {
        if (value == null || !value.getClass().isArray()) {
            text.append(plain(value));
        } else if (!around.add(value)) {
            text.append("[...]");
        } else {
            appendElements(value, Array.getLength(value));
            around.remove(value);
        }
    }

    private void appendElements(Object array, int length) {
        text.append('[');
        for (int i = 0; i < length; i++) {
            if (i > 0) text.append(", ");
            if (i == mostElements || text.length() > mostChars) {
                text.append("… (%,d elements; display(...) shows all)".formatted(length));
                break;
            }
            append(Array.get(array, i));
        }
        text.append(']');
    }

    private static String plain(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (Stopped e) {
            throw e;
        } catch (Throwable e) {
            // Whatever the user's toString throws, an Error too, there is something to show.
            return "%s (its toString() threw %s)"
                    .formatted(value == null ? "null" : value.getClass().getName(), brief(e));
        }
    }

    private static String brief(Throwable failure) {
        try {
            return failure.toString();
        } catch (RuntimeException | StackOverflowError e) {
            return failure.getClass().getName();
        }
    }
}
