package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * One execution of all tasks of a workload on one executor.
 *
 * @param warmup whether it only warmed up: it is not counted
 * @param makespanNs nanoseconds from the first submission to the last outcome
 * @param startupNs nanoseconds spent before it on starting workers; not part of the makespan
 * @param records a record per task, in the workload's order
 * @param finishOrder the indices of the tasks in the order in which their outcomes became known
 * @param check what the workload's check said after it
 * @param <R> the type of the results
 */
public record Round<R extends @Nullable Object>(
        boolean warmup,
        long makespanNs,
        long startupNs,
        List<TaskRecord<R>> records,
        List<Integer> finishOrder,
        Optional<String> check) {}
