package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

/**
 * One unit of work of a workload.
 *
 * @param index the position in the workload, from 0; results come back in this order
 * @param item what the task works on, for display: the loop's element, or the name of a named task;
 *     it is not sent to workers
 * @param body what is executed
 * @param <T> the type of the item
 * @param <R> the type of the result
 */
public record Task<T extends @Nullable Object, R extends @Nullable Object>(
        int index, T item, TaskBody<R> body) {}
