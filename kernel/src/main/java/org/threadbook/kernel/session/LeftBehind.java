package org.threadbook.kernel.session;

import org.threadbook.experiment.control.StopSwitch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Threads that were told to stop and did not, such as one that waits for a monitor. They end when
 * they can: as long as anybody is to be stopped, stop checks cost time in all threads, so such a
 * thread is to be stopped only while it runs.
 *
 * <p>One daemon thread looks after them, alive only while there are any. Thread-safe; the lock is
 * this object's monitor.
 */
final class LeftBehind {
    private static final long LOOK_EVERY_MILLIS = 50;

    private final CellThreads cellThreads;

    /** What tells for each whether what it does is to end, as {@link StopSwitch#stop} asks it. */
    private final Map<Thread, BooleanSupplier> threads = new LinkedHashMap<>();

    LeftBehind(CellThreads cellThreads) {
        this.cellThreads = cellThreads;
    }

    /**
     * @param left threads that were told to stop, and what tells for each whether what it does is
     *     to end
     */
    synchronized void add(Map<Thread, BooleanSupplier> left) {
        if (left.isEmpty()) return;
        boolean first = threads.isEmpty();
        threads.putAll(left);
        if (first) Thread.ofPlatform().daemon().name("left behind").start(this::lookAfter);
    }

    /**
     * @param thread a thread
     * @return whether it was told to stop and has not
     */
    synchronized boolean contains(Thread thread) {
        return threads.containsKey(thread);
    }

    private synchronized Map<Thread, BooleanSupplier> all() {
        return Map.copyOf(threads);
    }

    private void lookAfter() {
        try {
            while (true) {
                var running = new HashMap<Thread, BooleanSupplier>();
                var waiting = new ArrayList<Thread>();
                all().forEach(
                                (thread, ends) -> {
                                    if (hasEnded(thread)) letGo(thread);
                                    else if (thread.getState() == Thread.State.RUNNABLE)
                                        running.put(thread, ends);
                                    else waiting.add(thread);
                                });
                StopSwitch.stop(running);
                StopSwitch.clear(waiting);
                synchronized (this) {
                    if (threads.isEmpty()) return;
                    wait(LOOK_EVERY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // Nobody does that; the threads then just stay as they are.
        }
    }

    /** A pool's worker lives on when it has left the task. */
    private boolean hasEnded(Thread thread) {
        return !thread.isAlive()
                || cellThreads
                        .lookAt(thread)
                        .filter(each -> each.isPoolWorker() && !each.runsCode())
                        .isPresent();
    }

    private synchronized void letGo(Thread thread) {
        StopSwitch.clear(thread);
        threads.remove(thread);
    }
}
