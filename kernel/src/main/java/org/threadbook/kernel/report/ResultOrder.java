package org.threadbook.kernel.report;

/** The order in which results are shown. */
public enum ResultOrder {
    /** As the workload names the tasks. */
    INPUT,
    /** As the outcomes became known. */
    FINISH
}
