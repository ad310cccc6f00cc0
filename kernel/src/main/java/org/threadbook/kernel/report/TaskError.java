package org.threadbook.kernel.report;

import org.threadbook.experiment.Outcome;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a task did not succeed, as class and message.
 *
 * @param type the class of what was thrown; empty where the task did not throw
 * @param message what is said about it; may be empty
 * @param place the user's own line, or where a task stood when it was ended; empty if unknown
 */
record TaskError(Optional<Class<?>> type, String message, Optional<String> place) {

    /**
     * @param outcome how a task ended
     * @return the error, empty for a success and for a task that was merely cancelled
     */
    static Optional<TaskError> of(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Success<?> _, Outcome.Cancelled<?> _ -> Optional.empty();
            case Outcome.Failure<?>(var cause) ->
                    Optional.of(
                            new TaskError(
                                    Optional.of(cause.getClass()),
                                    message(cause),
                                    place(stack(cause))));
            case Outcome.TimedOut<?>(var limit, var stack) ->
                    Optional.of(
                            new TaskError(
                                    Optional.empty(),
                                    "ended after its time-out of " + Quantity.limit(limit),
                                    place(stack)));
            case Outcome.WorkerLost<?>(var reason) ->
                    Optional.of(new TaskError(Optional.empty(), reason, Optional.empty()));
        };
    }

    /**
     * @return class, message and place on one line
     */
    String line() {
        var name = type.map(TaskError::simpleName);
        var what =
                Stream.concat(name.stream(), Stream.of(CleanText.line(firstLine(message))))
                        .filter(part -> !part.isEmpty())
                        .toList();
        return String.join(": ", what) + place.map(at -> " (" + at + ")").orElse("");
    }

    /** The rest explains, and stands under the table, where the cell's error is. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static String simpleName(Class<?> type) {
        var name = type.getName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    /** A user's exception may override anything, and do so wrongly. */
    private static String message(Throwable cause) {
        try {
            var message = cause.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException | StackOverflowError thrown) {
            return "(getMessage threw " + thrown.getClass().getName() + ")";
        }
    }

    private static StackTraceElement[] stack(Throwable cause) {
        try {
            return cause.getStackTrace();
        } catch (RuntimeException | StackOverflowError _) {
            return new StackTraceElement[0];
        }
    }

    private static Optional<String> place(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> isUsers(frame.getClassName()))
                .findFirst()
                .filter(frame -> frame.getFileName() != null && frame.getLineNumber() > 0)
                .map(frame -> frame.getFileName() + ", line " + frame.getLineNumber());
    }

    private static boolean isUsers(String className) {
        return Stream.of("java.", "javax.", "jdk.", "sun.", "org.threadbook.")
                .noneMatch(className::startsWith);
    }
}
