package org.threadbook.experiment.control;

/**
 * Stops one piece of work that a thread does, and nothing that the thread does after it. The thread
 * makes a handle before the work and calls {@link #end} after it; from then on {@link #stop}, by
 * whichever thread and however late, does nothing. Thread-safe; handles of one thread may nest.
 */
public final class StopHandle {
    private final Thread thread;
    private boolean stopped;
    private boolean ended;

    private StopHandle(Thread thread) {
        this.thread = thread;
    }

    /**
     * @return a handle for work that the calling thread is about to begin
     */
    public static StopHandle ofCurrentThread() {
        return new StopHandle(Thread.currentThread());
    }

    /**
     * @return the thread that does the work
     */
    public Thread thread() {
        return thread;
    }

    /**
     * Makes the work throw {@link Stopped} at its next stop check and interrupts its thread.
     *
     * @return whether the work is being stopped now because of this call: false if it had ended or
     *     was being stopped
     */
    public synchronized boolean stop() {
        if (ended || stopped) return false;
        stopped = true;
        StopSwitch.request(this, thread);
        return true;
    }

    /**
     * Tells that the work is over. Called by its thread, which gets its interrupt status back as it
     * would be without the stop.
     *
     * @return whether the work was stopped
     */
    public synchronized boolean end() {
        ended = true;
        if (stopped) StopSwitch.withdraw(this, thread);
        return stopped;
    }
}
