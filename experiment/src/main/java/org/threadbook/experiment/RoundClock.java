package org.threadbook.experiment;

/**
 * The clock of one round: nanoseconds since the round started.
 *
 * @param startNanoTime {@link System#nanoTime} at the start; on one machine it agrees between JVMs,
 *     so that worker processes can be told it
 */
public record RoundClock(long startNanoTime) {
    /**
     * @return a clock whose round starts now
     */
    public static RoundClock start() {
        return new RoundClock(System.nanoTime());
    }

    /**
     * @return nanoseconds since the round's start
     */
    public long now() {
        return relative(System.nanoTime());
    }

    /**
     * @param nanoTime a reading of {@link System#nanoTime} in any JVM of this machine
     * @return the same moment in nanoseconds since the round's start
     */
    public long relative(long nanoTime) {
        return nanoTime - startNanoTime;
    }
}
