package org.threadbook.experiment;

import org.threadbook.experiment.executor.TaskObserver;

/** Follows an experiment while it runs. Called in the thread that runs the experiment. */
public interface ExperimentListener {
    /** A listener that does nothing. */
    ExperimentListener NONE = new ExperimentListener() {};

    /**
     * A round is about to start.
     *
     * @param executor the executor's name
     * @param round the round's number among those of this executor, warm-up included, from 0
     * @param warmup whether it only warms up
     * @param shown whether it is the round whose results and prints are shown
     * @param tasks how many tasks it has
     * @return who is told of its tasks
     */
    default TaskObserver roundStarts(
            String executor, int round, boolean warmup, boolean shown, int tasks) {
        return TaskObserver.NONE;
    }
}
