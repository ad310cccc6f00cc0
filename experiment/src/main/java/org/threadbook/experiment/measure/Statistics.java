package org.threadbook.experiment.measure;

import org.threadbook.experiment.Run;
import org.threadbook.experiment.RunStatistics;

/** Statistics of runs. */
public final class Statistics {
    private Statistics() {}

    /**
     * @param run a run
     * @return the figures of its measured rounds
     */
    public static RunStatistics of(Run<?> run) {
        throw new UnsupportedOperationException("being written");
    }
}
