package org.threadbook.experiment.control;

/** Ends threads at their next stop check. */
public final class StopSwitch {
    private StopSwitch() {}

    /**
     * Makes a thread throw {@link Stopped} at its next stop check and interrupts it.
     *
     * @param thread the thread to stop
     */
    public static void stop(Thread thread) {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * Lets a thread run on: what was to be stopped in it has ended. Also takes back its interrupt
     * status if called in that thread.
     *
     * @param thread the thread
     */
    public static void clear(Thread thread) {
        throw new UnsupportedOperationException("being written");
    }
}
