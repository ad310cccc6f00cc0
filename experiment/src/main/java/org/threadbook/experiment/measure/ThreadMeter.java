package org.threadbook.experiment.measure;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/**
 * What the calling thread has used so far: processor time and heap. Thread-safe.
 *
 * <p>Both are unknown for virtual threads, which share the counters of their carriers, and on JVMs
 * that do not count them.
 */
public final class ThreadMeter {
    private static final ThreadMXBean BEAN =
            (ThreadMXBean) ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final boolean KNOWS_CPU = BEAN.isCurrentThreadCpuTimeSupported();
    private static final boolean KNOWS_HEAP = BEAN.isThreadAllocatedMemorySupported();

    /** A reading that stands for "unknown"; the counters themselves are never negative. */
    public static final long UNKNOWN = -1;

    private ThreadMeter() {}

    /**
     * @return nanoseconds of processor time, or {@link #UNKNOWN}
     */
    public static long cpuNs() {
        return KNOWS_CPU && !Thread.currentThread().isVirtual()
                ? BEAN.getCurrentThreadCpuTime()
                : UNKNOWN;
    }

    /**
     * @return bytes allocated, or {@link #UNKNOWN}
     */
    public static long allocatedBytes() {
        return KNOWS_HEAP && !Thread.currentThread().isVirtual()
                ? BEAN.getCurrentThreadAllocatedBytes()
                : UNKNOWN;
    }

    /**
     * @param before a reading
     * @param after a later reading of the same counter by the same thread
     * @return what was used in between, empty if unknown
     */
    public static OptionalLong between(long before, long after) {
        return before < 0 || after < 0 ? OptionalLong.empty() : OptionalLong.of(after - before);
    }
}
