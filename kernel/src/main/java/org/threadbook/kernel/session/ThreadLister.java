package org.threadbook.kernel.session;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what the threads of cells do at this moment. Used by one thread. */
final class ThreadLister {
    /** Where a thread stands takes some microseconds to find out. */
    private static final int MOST_VIRTUAL_LOOKED_AT = 10_000;

    private final CellThreads cellThreads;
    private final LeftBehind leftBehind;
    private final Locks locks;
    private final ThreadMXBean jvm = ManagementFactory.getThreadMXBean();

    /**
     * @param locks knows the names of locks
     */
    ThreadLister(CellThreads cellThreads, LeftBehind leftBehind, Locks locks) {
        this.cellThreads = cellThreads;
        this.leftBehind = leftBehind;
        this.locks = locks;
    }

    private record Seen(CellThread of, JdkThreads.Look look) {}

    /**
     * @return the threads of all cells, the oldest first
     */
    List<ThreadEntry> list() {
        var seen = new ArrayList<Seen>();
        int virtual = 0;
        for (var each : cellThreads.all().toList()) {
            boolean glance = each.thread().isVirtual() && virtual++ >= MOST_VIRTUAL_LOOKED_AT;
            var look = glance ? glanceAt(each.thread()) : JdkThreads.look(each.thread());
            if (look.isEmpty()) continue;
            locks.hold(each.thread(), look.get());
            var now = new CellThread(each.thread(), each.cell(), look.get().stack());
            seen.add(new Seen(now, look.get()));
        }
        return seen.stream().map(this::entry).toList();
    }

    private static Optional<JdkThreads.Look> glanceAt(Thread thread) {
        return Optional.of(
                new JdkThreads.Look(thread.getState(), List.of(), Optional.empty(), List.of()));
    }

    private ThreadEntry entry(Seen seen) {
        var thread = seen.of().thread();
        return new ThreadEntry(
                seen.of(),
                seen.look().state(),
                cpu(thread),
                seen.look().waitsFor().map(locks::describe),
                locks.holder(seen.look()),
                leftBehind.contains(thread));
    }

    private Optional<Duration> cpu(Thread thread) {
        if (thread.isVirtual() || !jvm.isThreadCpuTimeSupported()) return Optional.empty();
        long nanoseconds = jvm.getThreadCpuTime(thread.threadId());
        return nanoseconds < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanoseconds));
    }
}
