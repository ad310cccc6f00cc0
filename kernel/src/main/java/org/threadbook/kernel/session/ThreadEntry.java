package org.threadbook.kernel.session;

import java.time.Duration;
import java.util.Optional;

/**
 * What is to be known of one thread.
 *
 * @param of the thread and where it stands
 * @param state its state at that moment
 * @param cpu processor time that it has used; empty where the JVM does not say, as for virtual ones
 * @param waitsFor what it waits for: a notebook variable's name if it has one, and its type
 * @param holder who holds that
 * @param leftBehind whether it was told to stop and has not
 */
public record ThreadEntry(
        CellThread of,
        Thread.State state,
        Optional<Duration> cpu,
        Optional<String> waitsFor,
        Optional<Thread> holder,
        boolean leftBehind) {
    /**
     * @return its name; of a virtual one without a name its number
     */
    public String name() {
        return nameOf(of.thread());
    }

    /**
     * @param thread any thread
     * @return its name; of one without a name its number
     */
    public static String nameOf(Thread thread) {
        return thread.getName().isEmpty() ? "#" + thread.threadId() : thread.getName();
    }
}
