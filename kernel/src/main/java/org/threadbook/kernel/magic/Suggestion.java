package org.threadbook.kernel.magic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a person meant by a name that does not exist. */
final class Suggestion {
    private Suggestion() {}

    /**
     * @param written what was written
     * @param existing the names there are
     * @return " Did you mean …?" with the nearest of them, or nothing if none is near
     */
    static String didYouMean(String written, Collection<String> existing) {
        return nearest(written, existing).map(name -> " Did you mean " + name + "?").orElse("");
    }

    private static Optional<String> nearest(String written, Collection<String> existing) {
        var wanted = written.toLowerCase(Locale.ROOT);
        int tolerated = Math.max(2, wanted.length() / 3);
        return existing.stream()
                .filter(
                        name ->
                                distance(wanted, name) <= tolerated
                                        || wanted.length() > 4 && name.startsWith(wanted))
                .min(Comparator.comparingInt(name -> distance(wanted, name)));
    }

    /** How many letters have to be inserted, removed or replaced (Levenshtein 1966). */
    private static int distance(String from, String to) {
        var previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) previous[j] = j;
        for (int i = 1; i <= from.length(); i++) {
            var current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
