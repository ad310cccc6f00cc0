package org.threadbook.kernel.magic.reading;

/** How the workload of a cell is written, and so what its tasks are. */
public enum WorkloadForm {
    /** A {@code for} loop over an array or Iterable: each iteration is a task. */
    ENHANCED_FOR,
    /** A {@code for} loop that counts: each iteration is a task. */
    COUNTING_FOR,
    /**
     * An expression: each of its elements is a task if it is a collection, array or stream of
     * Callable, Runnable or Supplier; else the expression is one task, repeated.
     */
    EXPRESSION,
    /** Any other statement: one task, repeated. */
    STATEMENT;

    /**
     * @return whether the tasks are the iterations of a loop
     */
    public boolean isLoop() {
        return this == ENHANCED_FOR || this == COUNTING_FOR;
    }
}
