package org.threadbook.kernel.session;

import java.util.List;

/**
 * What could stand at the cursor. Offsets are in chars.
 *
 * @param matches the texts to offer, the best first, each once
 * @param start the index of the first char that a match replaces
 * @param end the index after the last one
 */
public record Completion(List<String> matches, int start, int end) {
    public Completion {
        matches = List.copyOf(matches);
    }
}
