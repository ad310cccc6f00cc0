package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Stands for an exception that could not be sent back from a worker process. It has its stack trace
 * and causes; its message begins with the name of its class.
 */
public final class LostThrowable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private LostThrowable(String message, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(message, cause, false, true);
        setStackTrace(trace);
    }

    /**
     * @param thrown what cannot be sent
     * @param why what serialization threw
     * @return what is sent instead
     */
    public static LostThrowable of(Throwable thrown, IOException why) {
        return standIn(
                thrown, "\n(its own object could not be sent back: " + why.getMessage() + ")");
    }

    private static LostThrowable standIn(Throwable thrown, String remark) {
        var cause = thrown.getCause();
        return new LostThrowable(
                thrown + remark,
                cause == null || cause == thrown ? null : standIn(cause, ""),
                thrown.getStackTrace());
    }
}
