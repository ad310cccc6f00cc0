package org.threadbook.experiment.process;

import java.util.concurrent.TimeUnit;

/**
 * How many tasks a worker is given ahead: so many that their work comes to about a millisecond, as
 * far as one can tell from those that ran. Many short tasks go in one message; long ones wait where
 * any worker can take them. Owned by one thread.
 */
final class QueueAhead {
    private static final long AHEAD_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What a task costs beside its own time, so that tasks of no length have one too. */
    private static final long COST_NS = 2_000;

    /** The share of the newest task in the average. */
    private static final double WEIGHT = 0.1;

    private double averageNs = Double.MAX_VALUE;

    /**
     * @param runningNs how long a task ran
     */
    void ran(long runningNs) {
        double ns = runningNs + COST_NS;
        averageNs = averageNs == Double.MAX_VALUE ? ns : averageNs + WEIGHT * (ns - averageNs);
    }

    /**
     * @param inFlight how many tasks the worker has
     * @param waiting how many wait to be handed out
     * @param workers how many workers share them
     * @return how many it is to get now
     */
    int batch(int inFlight, int waiting, int workers) {
        int capacity = 1 + (int) (AHEAD_NS / averageNs);
        int room = capacity - inFlight;
        // Half a queue at a time, so that one message brings many.
        if (inFlight > 0 && room < (capacity + 1) / 2) return 0;
        // Towards the end what is left is shared.
        int share = Math.max(1, waiting / (2 * workers));
        return Math.max(0, Math.min(Math.min(room, share), waiting));
    }
}
