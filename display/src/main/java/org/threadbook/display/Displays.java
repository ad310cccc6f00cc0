package org.threadbook.display;

import org.jspecify.annotations.Nullable;

/** Showing values below a cell. Every notebook has these methods imported. */
public final class Displays {
    private Displays() {}

    /**
     * Shows a value now, below what the cell has shown so far: whole, whereas a cell's result is
     * shortened if it is large. Arrays are shown by their elements, {@link Html} and {@link
     * Markdown} as what they are, all else by {@code toString}. Can be called by any thread; the
     * value is shown below the cell to which that thread's prints go.
     *
     * @param value any value, or null
     * @return what shows another value in its place
     * @throws IllegalStateException in a worker process
     */
    public static Display display(@Nullable Object value) {
        return DisplayTarget.present()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "display(...) works only in the notebook, and this code"
                                                + " runs in a worker process. Return the value"
                                                + " instead: the cell has what its tasks return."))
                .display(value);
    }
}
