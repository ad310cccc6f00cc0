package org.threadbook.kernel.session;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;

/**
 * A part of the heap that is kept back. Each time that a cell has used up the rest, a piece of it
 * is let go: with that the kernel says so, and compiles the cell that frees memory.
 *
 * <p>A small notebook is to stay small, so nothing is kept back before a third of the heap is in
 * use. A thread looks at that after each collection, and ends when it has filled the reserve. The
 * pieces are guarded by this object's lock. Thread-safe.
 */
final class MemoryReserve implements AutoCloseable {
    private static final int PIECES = 2;
    private static final int MOST_BYTES = 16 << 20;
    private static final int SHARE_OF_HEAP = 6;
    private static final int MUCH_IN_USE = 3;

    /** Only what is left over beside so many times the reserve is kept back again. */
    private static final int PLENTY = 2;

    private final long heap = Runtime.getRuntime().maxMemory();
    private final int pieceSize = (int) Math.min(MOST_BYTES, heap / SHARE_OF_HEAP) / PIECES;
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>(PIECES);
    private final Thread watcher =
            Thread.ofPlatform().daemon().name("memory").start(this::fillWhenNeeded);
    private boolean wasFull;

    /** Lets a piece go, if there still is one. Allocates nothing. */
    synchronized void release() {
        pieces.poll();
    }

    /** Keeps back again what was let go, once there is room. */
    synchronized void refill() {
        if (!wasFull || pieces.size() == PIECES) return;
        // What the user has let go is not known to be free before.
        System.gc();
        if (heap - used() >= (long) pieceSize * PIECES * (1 + PLENTY)) fill();
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    private void fillWhenNeeded() {
        var queue = new ReferenceQueue<Object>();
        try {
            while (used() < heap / MUCH_IN_USE) {
                // Nobody else knows this object, so the next collection finds it.
                var collection = new PhantomReference<>(new Object(), queue);
                queue.remove();
                Reference.reachabilityFence(collection);
            }
            fill();
        } catch (InterruptedException e) {
            // The session is closed.
        }
    }

    private synchronized void fill() {
        wasFull = true;
        try {
            while (pieces.size() < PIECES) pieces.add(new byte[pieceSize]);
        } catch (OutOfMemoryError e) {
            // What is free lies scattered: the next cell tries again.
        }
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
