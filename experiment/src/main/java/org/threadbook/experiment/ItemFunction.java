package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/**
 * Gives an item's result; may throw anything. Serializable for the sake of worker processes.
 *
 * @param <T> the type of the item
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface ItemFunction<T extends @Nullable Object, R extends @Nullable Object>
        extends Serializable {
    /**
     * @param item the item
     * @return its result
     * @throws Throwable whatever the author's code throws
     */
    R apply(T item) throws Throwable;
}
