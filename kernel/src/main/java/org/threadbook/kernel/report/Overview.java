package org.threadbook.kernel.report;

import org.threadbook.kernel.display.MimeBundle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table of anything, such as the notebook's threads: a sentence, rows, and notes. */
public final class Overview {
    private Overview() {}

    /**
     * @param headline what there is, in one sentence
     * @param grid the rows; a table without any is left out, and so are columns that say nothing
     * @param notes what a reader should know
     * @return it as {@code text/html} and {@code text/plain}
     */
    public static MimeBundle of(String headline, Grid grid, List<String> notes) {
        var page =
                new Page(
                        Optional.empty(),
                        headline,
                        Optional.of(grid.withoutEmptyColumns())
                                .filter(each -> !each.rows().isEmpty()),
                        notes,
                        Optional.empty(),
                        List.of(),
                        Optional.empty());
        return new MimeBundle(
                Map.of("text/html", PageHtml.of(page), "text/plain", PageText.of(page)));
    }

    /**
     * @param text any text, such as a thread's name, which the user chose
     * @return the same on one line, without control characters, shortened if it is long
     */
    public static String clean(String text) {
        return CleanText.line(text);
    }

    /**
     * @param count a number of things
     * @param thing what one of them is called
     * @return {@code 1 thread}, {@code 1,000 threads}, in any locale
     */
    public static String count(long count, String thing) {
        return Quantity.count(count, thing);
    }

    /**
     * @param duration any duration
     * @return the same as people read it, such as {@code 812 ms}
     */
    public static String time(Duration duration) {
        return Quantity.time(duration.toNanos());
    }
}
