package org.threadbook.display;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Where the values of {@link Displays#display} are shown. The kernel is one. Thread-safe. */
public abstract class DisplayTarget {
    private static volatile Optional<DisplayTarget> present = Optional.empty();

    /**
     * @return where values are shown in this process; empty in a worker
     */
    static Optional<DisplayTarget> present() {
        return present;
    }

    /** Makes this the place where the values of this process are shown. */
    protected final void connect() {
        present = Optional.of(this);
    }

    /** Undoes {@link #connect}. */
    protected final void disconnect() {
        if (present.equals(Optional.of(this))) present = Optional.empty();
    }

    /**
     * @param value any value, or null
     * @return what was shown
     */
    protected abstract Display display(@Nullable Object value);
}
