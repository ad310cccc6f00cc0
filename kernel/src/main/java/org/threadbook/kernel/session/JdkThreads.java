package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * What the JDK knows of its threads and has no public API for: which virtual ones live, what
 * another thread inherited, which monitors it holds and waits for. The kernel's manifest opens the
 * packages that this needs; where they are closed, only platform threads are found, and nothing is
 * known of what they inherited or hold. Thread-safe; what another thread changes meanwhile may be
 * missed.
 */
final class JdkThreads {
    /**
     * One moment of a thread.
     *
     * @param state its state
     * @param stack where it stands, the top first
     * @param waitsFor the monitor that it wants to enter or waits on, or what it is parked for
     * @param monitors those that it holds
     */
    record Look(
            Thread.State state,
            List<StackTraceElement> stack,
            Optional<Object> waitsFor,
            List<Object> monitors) {}

    private static final MethodType STREAM = MethodType.methodType(Stream.class);
    private static final Optional<JdkThreads> JDK = open();

    private final Class<?> containerClass = Class.forName("jdk.internal.vm.ThreadContainer");
    private final MethodHandle root;
    private final MethodHandle threads;
    private final MethodHandle children;

    private final VarHandle locals;
    private final VarHandle inheritedLocals;
    private final VarHandle table;
    private final VarHandle value;

    private final MethodHandle snapshot;
    private final MethodHandle state;
    private final MethodHandle stack;
    private final MethodHandle parkBlocker;
    private final MethodHandle blockedOn;
    private final MethodHandle waitingOn;
    private final MethodHandle ownsMonitors;
    private final MethodHandle monitorsAt;
    private final MethodHandle exclusiveOwner;
    private final VarHandle lockSync;
    private final VarHandle readWriteLockSync;

    private static Optional<JdkThreads> open() {
        try {
            return Optional.of(new JdkThreads());
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return Optional.empty();
        }
    }

    private JdkThreads() throws ReflectiveOperationException {
        var containers = lookup(Class.forName("jdk.internal.vm.ThreadContainers"));
        root = containers.findStatic(containers.lookupClass(), "root", to(containerClass));
        threads = lookup(containerClass).findVirtual(containerClass, "threads", STREAM);
        children = lookup(containerClass).findVirtual(containerClass, "children", STREAM);

        var map = Class.forName("java.lang.ThreadLocal$ThreadLocalMap");
        var entry = Class.forName("java.lang.ThreadLocal$ThreadLocalMap$Entry");
        var thread = lookup(Thread.class);
        locals = thread.findVarHandle(Thread.class, "threadLocals", map);
        inheritedLocals = thread.findVarHandle(Thread.class, "inheritableThreadLocals", map);
        table = lookup(map).findVarHandle(map, "table", entry.arrayType());
        value = lookup(entry).findVarHandle(entry, "value", Object.class);

        var shot = lookup(Class.forName("jdk.internal.vm.ThreadSnapshot"));
        var type = shot.lookupClass();
        snapshot = shot.findStatic(type, "of", MethodType.methodType(type, Thread.class));
        state = shot.findVirtual(type, "threadState", to(Thread.State.class));
        stack = shot.findVirtual(type, "stackTrace", to(StackTraceElement[].class));
        parkBlocker = shot.findVirtual(type, "parkBlocker", to(Object.class));
        blockedOn = shot.findVirtual(type, "blockedOn", to(Object.class));
        waitingOn = shot.findVirtual(type, "waitingOn", to(Object.class));
        ownsMonitors = shot.findVirtual(type, "ownsMonitors", to(boolean.class));
        monitorsAt =
                shot.findVirtual(
                        type, "ownedMonitorsAt", MethodType.methodType(Stream.class, int.class));
        exclusiveOwner =
                lookup(AbstractOwnableSynchronizer.class)
                        .findVirtual(
                                AbstractOwnableSynchronizer.class,
                                "getExclusiveOwnerThread",
                                to(Thread.class));
        lockSync = sync(ReentrantLock.class);
        readWriteLockSync = sync(ReentrantReadWriteLock.class);
    }

    private static MethodType to(Class<?> result) {
        return MethodType.methodType(result);
    }

    private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }

    private static VarHandle sync(Class<?> lock) throws ReflectiveOperationException {
        var type = Class.forName(lock.getName() + "$Sync");
        return lookup(lock).findVarHandle(lock, "sync", type);
    }

    /**
     * @return all threads that live, virtual ones included
     */
    static List<Thread> live() {
        if (JDK.isEmpty()) return List.copyOf(Thread.getAllStackTraces().keySet());
        var found = new ArrayList<Thread>();
        try {
            JDK.get().collect(JDK.get().root.invoke(), found);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return found;
    }

    private void collect(Object container, List<Thread> found) throws Throwable {
        ((Stream<?>) threads.invoke(container)).map(Thread.class::cast).forEach(found::add);
        for (var child : ((Stream<?>) children.invoke(container)).toList()) collect(child, found);
    }

    /**
     * @return what a thread has set, if it has
     */
    static <T> Optional<T> valueIn(Thread thread, ThreadLocal<? extends @Nullable T> local) {
        return JDK.flatMap(jdk -> jdk.find(jdk.locals.getVolatile(thread), local));
    }

    /**
     * @return what a thread has set, or inherited from the one that made it
     */
    static <T> Optional<T> valueIn(
            Thread thread, InheritableThreadLocal<? extends @Nullable T> local) {
        return JDK.flatMap(jdk -> jdk.find(jdk.inheritedLocals.getVolatile(thread), local));
    }

    /** Only reads: the map belongs to its thread, which changes it without a lock. */
    @SuppressWarnings("unchecked") // the local says of what type its values are
    private <T> Optional<T> find(@Nullable Object map, ThreadLocal<?> local) {
        if (map == null) return Optional.empty();
        var entries = (@Nullable Object[]) table.getVolatile(map);
        for (var entry : entries) {
            if (entry != null && ((Reference<Object>) entry).refersTo(local))
                return Optional.ofNullable((T) value.getVolatile(entry));
        }
        return Optional.empty();
    }

    /**
     * @param thread a thread
     * @return where it stands now; empty if it has ended
     */
    static Optional<Look> look(Thread thread) {
        if (JDK.isEmpty()) return thread.isAlive() ? Optional.of(glance(thread)) : Optional.empty();
        try {
            var snapshot = JDK.get().snapshot.invoke(thread);
            return snapshot == null ? Optional.empty() : Optional.of(JDK.get().look(snapshot));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static Look glance(Thread thread) {
        return new Look(
                thread.getState(), List.of(thread.getStackTrace()), Optional.empty(), List.of());
    }

    private Look look(Object shot) throws Throwable {
        var stands = (Thread.State) state.invoke(shot);
        var frames = List.of((StackTraceElement[]) stack.invoke(shot));
        var blocker =
                switch (stands) {
                    case BLOCKED -> blockedOn.invoke(shot);
                    case WAITING, TIMED_WAITING -> {
                        var monitor = waitingOn.invoke(shot);
                        yield monitor == null ? parkBlocker.invoke(shot) : monitor;
                    }
                    default -> null;
                };
        var held = new ArrayList<Object>();
        if ((boolean) ownsMonitors.invoke(shot)) {
            for (int depth = 0; depth < frames.size(); depth++) {
                for (var monitor : ((Stream<?>) monitorsAt.invoke(shot, depth)).toList())
                    if (monitor != null) held.add(monitor);
            }
        }
        return new Look(stands, frames, Optional.ofNullable(blocker), held);
    }

    /**
     * @param lock a lock of {@code java.util.concurrent}, as a thread is parked for it
     * @return the thread that holds it alone, if one does
     */
    static Optional<Thread> owner(AbstractOwnableSynchronizer lock) {
        if (JDK.isEmpty()) return Optional.empty();
        try {
            return Optional.ofNullable((Thread) JDK.get().exclusiveOwner.invoke(lock));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * @param value any object
     * @return what threads are parked for that wait for it, if it is a lock that one thread holds
     */
    static Optional<Object> synchronizer(Object value) {
        return switch (value) {
            case ReentrantLock lock -> JDK.map(jdk -> jdk.lockSync.get(lock));
            case ReentrantReadWriteLock lock -> JDK.map(jdk -> jdk.readWriteLockSync.get(lock));
            default -> Optional.empty();
        };
    }

    private static LinkageError unexpected(Throwable e) {
        if (e instanceof Error error) throw error;
        return new LinkageError("the JDK does not tell of its threads: " + e, e);
    }
}
