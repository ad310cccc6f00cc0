package org.threadbook.display;

import org.jspecify.annotations.Nullable;

/**
 * Something that is shown below a cell. Thread-safe; works also when the cell has ended.
 *
 * <p>Updates of one thread take effect in their order. Those that follow each other faster than a
 * person can see may be left out, but never the last one.
 */
public interface Display {
    /**
     * Shows another value in place of the present one.
     *
     * @param value any value, or null
     */
    void update(@Nullable Object value);
}
