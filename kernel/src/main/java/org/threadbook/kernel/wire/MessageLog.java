package org.threadbook.kernel.wire;

import static org.threadbook.kernel.wire.WireLog.LOG;

import org.dflib.jjava.jupyter.messages.MessageType;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says in the log which messages were dropped or could not be answered, in a line each. Whoever
 * reaches the ports can send any number of them: there are at most {@value #LINES_A_MINUTE} lines a
 * minute, and then one that says how many were left out. Thread-safe.
 */
final class MessageLog {
    static final int LINES_A_MINUTE = 20;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private long minuteStarted;
    private int lines;
    private long leftOut;

    MessageLog() {
        this(System::nanoTime);
    }

    /**
     * @param nanoTime a clock
     */
    MessageLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.minuteStarted = nanoTime.getAsLong();
    }

    /**
     * @param channel where it came
     * @param reason why it is dropped
     */
    synchronized void dropped(Object channel, String reason) {
        if (mayBeSaid()) LOG.warn("Dropped a message on the {} channel: {}", channel, reason);
    }

    /**
     * @param type what was asked
     * @param failure why it cannot be answered
     */
    synchronized void failed(MessageType<?> type, Throwable failure) {
        if (mayBeSaid()) LOG.error("Could not answer {}", type, failure);
    }

    private boolean mayBeSaid() {
        long now = nanoTime.getAsLong();
        if (now - minuteStarted >= MINUTE) {
            if (leftOut > 0) LOG.warn("{} more messages were dropped or failed", leftOut);
            minuteStarted = now;
            lines = 0;
            leftOut = 0;
        }
        lines++;
        if (lines == LINES_A_MINUTE) {
            LOG.warn("Many messages are dropped or fail; until a minute is over they are counted");
        }
        if (lines < LINES_A_MINUTE) return true;
        leftOut++;
        return false;
    }
}
