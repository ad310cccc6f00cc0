package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

/**
 * A part of the heap that is kept back, and let go when a cell has used up the rest: with it the
 * kernel says so, and compiles the cell that frees memory. Thread-safe.
 */
final class MemoryReserve {
    private static final int MOST_BYTES = 16 << 20;
    private static final int SHARE_OF_HEAP = 8;

    /** Only what is left over beside so many times its size is kept back again. */
    private static final int PLENTY = 2;

    private final int size =
            (int) Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    private byte @Nullable [] held = new byte[size];

    /** Lets the reserve go. Allocates nothing. */
    synchronized void release() {
        held = null;
    }

    /** Keeps it back again once there is room. */
    synchronized void refill() {
        if (held != null) return;
        var runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (free < (long) size * (1 + PLENTY)) return;
        try {
            held = new byte[size];
        } catch (OutOfMemoryError e) {
            // What is free lies scattered: the next cell tries again.
        }
    }
}
