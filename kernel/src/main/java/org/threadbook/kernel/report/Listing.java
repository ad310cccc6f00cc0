package org.threadbook.kernel.report;

import java.util.List;

/** Things listed in a sentence. */
final class Listing {
    private Listing() {}

    /**
     * @param parts the things
     * @return "one", "one and two", or "one, two and three"
     */
    static String of(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }
}
