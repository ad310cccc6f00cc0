package org.threadbook.experiment.control;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Ends threads at their next stop check, in code into which {@link StopChecks} were woven.
 *
 * <p>All stop checks of the JVM are bound to one call site. As long as nobody is to be stopped its
 * target does nothing, and the JIT compiler leaves nothing of it. To stop threads, the target
 * becomes a method that throws {@link Stopped} in them; compiled code that relied on the old target
 * is thrown away by the JVM.
 *
 * <p>Who is to be stopped, and the target, are guarded by {@link #LOCK}. Each request has an owner,
 * so that ending a task within a cell does not take back the stop of the cell. Thread-safe.
 */
public final class StopSwitch {
    private static final Object LOCK = new Object();
    private static final Map<Object, Thread> REQUESTS = new HashMap<>();

    private static volatile Set<Thread> stopping = Set.of();

    private static final MutableCallSite SITE = new MutableCallSite(StopCheck.of(stopping));

    private StopSwitch() {}

    /**
     * Makes a thread throw {@link Stopped} at its next stop check and interrupts it. To stop one
     * piece of work of several that a thread does in turn, use {@link StopHandle}.
     *
     * @param thread the thread to stop
     */
    public static void stop(Thread thread) {
        request(thread, thread);
    }

    /**
     * Lets a thread run on: what was to be stopped in it has ended. Also takes back its interrupt
     * status if called in that thread.
     *
     * @param thread the thread
     */
    public static void clear(Thread thread) {
        withdraw(thread, thread);
    }

    /** Stops a thread on behalf of an owner; its requests count once. */
    static void request(Object owner, Thread thread) {
        synchronized (LOCK) {
            if (REQUESTS.put(owner, thread) == null) retarget();
            thread.interrupt();
        }
    }

    /** Takes back what an owner requested; the thread runs on if nobody else wants it stopped. */
    static void withdraw(Object owner, Thread thread) {
        synchronized (LOCK) {
            if (REQUESTS.remove(owner) != null) retarget();
            if (thread == Thread.currentThread() && !REQUESTS.containsValue(thread))
                Thread.interrupted();
        }
    }

    /**
     * @param thread a thread
     * @return whether it is to be stopped: somebody asked for it and has not taken it back
     */
    public static boolean isRequested(Thread thread) {
        return stopping.contains(thread);
    }

    private static void retarget() {
        stopping = Set.copyOf(REQUESTS.values());
        SITE.setTarget(StopCheck.of(stopping));
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }

    /**
     * Binds a woven stop check; called by the JVM when it first meets one.
     *
     * @return the call site that all of them share
     */
    public static CallSite bootstrap(MethodHandles.Lookup caller, String name, MethodType type) {
        return SITE;
    }
}
