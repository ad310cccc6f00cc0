package org.threadbook.experiment.control;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

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
    /**
     * @param applies asked in the thread at its stop checks: whether what it does now is to end
     */
    private record Request(Thread thread, BooleanSupplier applies) {}

    private static final BooleanSupplier ALWAYS = () -> true;

    private static final Object LOCK = new Object();
    private static final Map<Object, Request> REQUESTS = new HashMap<>();

    private static volatile Map<Thread, BooleanSupplier> stopping = Map.of();

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
     * Makes threads throw {@link Stopped} at their next stop check, as far as they then do what is
     * to end, and interrupts them.
     *
     * @param threads the threads, and what tells for each whether what it does is to end; it is
     *     asked in that thread, often, and must not throw
     */
    public static void stop(Map<Thread, BooleanSupplier> threads) {
        if (threads.isEmpty()) return;
        synchronized (LOCK) {
            boolean changed = false;
            for (var each : threads.entrySet()) {
                var request = new Request(each.getKey(), each.getValue());
                changed |= !request.equals(REQUESTS.put(each.getKey(), request));
            }
            if (changed) retarget();
            threads.keySet().forEach(Thread::interrupt);
        }
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

    /**
     * Lets threads run on, as {@link #clear(Thread)} does.
     *
     * @param threads the threads
     */
    public static void clear(Collection<Thread> threads) {
        synchronized (LOCK) {
            if (REQUESTS.keySet().removeAll(Set.copyOf(threads))) retarget();
        }
    }

    /** Stops a thread on behalf of an owner; its requests count once. */
    static void request(Object owner, Thread thread) {
        synchronized (LOCK) {
            var before = REQUESTS.put(owner, new Request(thread, ALWAYS));
            if (before == null || before.applies() != ALWAYS) retarget();
            thread.interrupt();
        }
    }

    /** Takes back what an owner requested; the thread runs on if nobody else wants it stopped. */
    static void withdraw(Object owner, Thread thread) {
        synchronized (LOCK) {
            if (REQUESTS.remove(owner) != null) retarget();
            if (thread == Thread.currentThread() && !stopping.containsKey(thread))
                Thread.interrupted();
        }
    }

    /**
     * @param thread a thread
     * @return whether it is to be stopped: somebody asked for it and has not taken it back
     */
    public static boolean isRequested(Thread thread) {
        return stopping.containsKey(thread);
    }

    private static void retarget() {
        var threads = new HashMap<Thread, BooleanSupplier>();
        for (var request : REQUESTS.values())
            threads.merge(request.thread(), request.applies(), StopSwitch::either);
        stopping = Map.copyOf(threads);
        SITE.setTarget(StopCheck.of(stopping));
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }

    private static BooleanSupplier either(BooleanSupplier one, BooleanSupplier other) {
        return one == ALWAYS || other == ALWAYS
                ? ALWAYS
                : () -> one.getAsBoolean() || other.getAsBoolean();
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
