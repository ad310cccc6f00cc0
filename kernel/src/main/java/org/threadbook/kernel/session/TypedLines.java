package org.threadbook.kernel.session;

import org.threadbook.kernel.display.CellInput;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a cell reads from {@code System.in}: the lines that are typed for it, as a terminal gives
 * them. A read takes what is left of the present line, or asks for the next one, and never returns
 * more than a line. What a cell leaves unread is gone with it, so that the next cell asks afresh.
 *
 * <p>Thread-safe; the lock guards the line, and who asks holds it, so that one thread reads after
 * another.
 */
final class TypedLines {
    private final CellInput input;
    private final ReentrantLock lock = new ReentrantLock(true);
    private byte[] typed = {};
    private int at;

    TypedLines(CellInput input) {
        this.input = input;
    }

    /**
     * Reads, and asks if nothing is left to read.
     *
     * @return how many bytes were read; at least one, unless none were wanted
     * @throws InterruptedIOException if the thread was interrupted while it waited
     */
    int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) return 0;
        try {
            lock.lockInterruptibly();
            try {
                if (at == typed.length) {
                    typed = (input.ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                int count = Math.min(length, leftOfLine());
                System.arraycopy(typed, at, into, from, count);
                at += count;
                return count;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * @return how many bytes are left of a line of which some were read
     */
    int available() {
        // Who waits for an answer holds it.
        if (!lock.tryLock()) return 0;
        try {
            boolean inside = at > 0 && typed[at - 1] != '\n';
            return inside ? leftOfLine() : 0;
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held, and something is left. */
    private int leftOfLine() {
        int end = at;
        while (typed[end] != '\n') end++;
        return end + 1 - at;
    }

    /**
     * Asks for a line of its own, whatever is left to read.
     *
     * @param prompt what to show beside the box that is typed into
     * @param password whether what is typed is to be hidden
     * @return what was typed, without a line end
     * @throws InterruptedIOException if the thread was interrupted while it waited
     */
    String ask(String prompt, boolean password) throws IOException {
        try {
            return input.ask(prompt, password);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        var interrupted =
                new InterruptedIOException("the cell was stopped while it waited for input");
        interrupted.initCause(e);
        return interrupted;
    }
}
