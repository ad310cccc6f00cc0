package org.threadbook.kernel.session;

import java.util.ArrayDeque;

/**
 * A part of the heap that is kept back. Each time that a cell has used up the rest, a piece of it
 * is let go: with that the kernel says so, and compiles the cell that frees memory. Thread-safe.
 */
final class MemoryReserve {
    private static final int PIECES = 2;
    private static final int MOST_BYTES = 16 << 20;
    private static final int SHARE_OF_HEAP = 6;

    /** Only what is left over beside so many times the reserve is kept back again. */
    private static final int PLENTY = 2;

    private final int pieceSize =
            (int) Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP) / PIECES;
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>(PIECES);

    /** A reserve that is full. */
    MemoryReserve() {
        fill();
    }

    /** Lets a piece go, if there still is one. Allocates nothing. */
    synchronized void release() {
        pieces.poll();
    }

    /** Keeps back again what was let go, once there is room. */
    synchronized void refill() {
        if (pieces.size() == PIECES) return;
        // What the user has let go is not known to be free before.
        System.gc();
        var runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (free < (long) pieceSize * PIECES * (1 + PLENTY)) return;
        try {
            fill();
        } catch (OutOfMemoryError e) {
            // What is free lies scattered: the next cell tries again.
        }
    }

    private void fill() {
        while (pieces.size() < PIECES) pieces.add(new byte[pieceSize]);
    }
}
