package org.threadbook.kernel.wire;

import java.util.List;

/**
 * What could stand at the cursor.
 *
 * @param matches the texts to offer, the best first
 * @param start the index of the first char that a match replaces
 * @param end the index after the last one
 */
public record Completions(List<String> matches, int start, int end) {
    public Completions {
        matches = List.copyOf(matches);
    }

    /**
     * @param cursor the cursor
     * @return nothing to offer
     */
    public static Completions none(int cursor) {
        return new Completions(List.of(), cursor, cursor);
    }
}
