package org.threadbook.experiment;

/**
 * Something that a reader of the figures should know, added only when it is true.
 *
 * @param kind what it is about
 * @param text the finding and its consequence, in one or two sentences
 */
public record Note(Kind kind, String text) {
    /** What a note is about. */
    public enum Kind {
        /** Tasks take next to no time. */
        NO_WORK,
        /** The JIT compiler removed or collapsed the work. */
        WORK_REMOVED,
        CPU_BOUND,
        IO_BOUND,
        MORE_WORKERS_THAN_PROCESSORS,
        /** Other programs used the processors too. */
        BUSY_MACHINE,
        /** {@code sequential} was left out because it would have taken too long. */
        EXECUTOR_SKIPPED,
        /** Prints of some rounds are not shown. */
        PRINTS_DROPPED
    }
}
