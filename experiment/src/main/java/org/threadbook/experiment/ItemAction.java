package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/**
 * Does something with an item; may throw anything. Serializable for the sake of worker processes.
 *
 * @param <T> the type of the item
 */
@FunctionalInterface
public interface ItemAction<T extends @Nullable Object> extends Serializable {
    /**
     * @param item the item
     * @throws Throwable whatever the author's code throws
     */
    void accept(T item) throws Throwable;
}
