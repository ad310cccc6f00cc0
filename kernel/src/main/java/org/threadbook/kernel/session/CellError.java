package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.control.Stopped;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An error as a client shows it.
 *
 * @param name the class of what was thrown: of the user's own classes the name that they gave it
 * @param message what it says; empty if nothing
 * @param traceback lines to show, with ANSI colours
 */
public record CellError(String name, String message, List<String> traceback) {
    public CellError {
        traceback = List.copyOf(traceback);
    }

    /**
     * @param thrown what {@link Session#compile}, {@link Session#run} or {@link Session#execute}
     *     threw
     * @param cell the cell
     * @param source the whole text of the cell
     * @return the same to show
     */
    public static CellError of(Throwable thrown, Cell cell, String source) {
        return switch (thrown) {
            case CompilationException problems ->
                    new CellError(
                            "CompilationException",
                            problems.problems().getFirst().message(),
                            ShownProblems.lines(problems, cell, source));
            case Stopped stopped ->
                    new CellError(
                            "interrupted",
                            "the cell was stopped",
                            ShownTrace.lines("interrupted: the cell was stopped", stopped));
            default -> {
                var name = name(thrown);
                var message = Optional.ofNullable(message(thrown));
                var lines = new ArrayList<>(ShownTrace.lines(headline(thrown), thrown));
                lines.addAll(MemoryAdvice.of(thrown));
                yield new CellError(name, message.orElse(""), lines);
            }
        };
    }

    /**
     * @param thrown anything thrown
     * @return its class and message in one line or more, as Java writes them
     */
    static String headline(Throwable thrown) {
        var message = message(thrown);
        return message == null ? name(thrown) : name(thrown) + ": " + message;
    }

    private static String name(Throwable thrown) {
        var name = thrown.getClass().getName();
        if (!ClassNames.isSnippet(name)) {
            return name.startsWith("org.threadbook.") ? thrown.getClass().getSimpleName() : name;
        }
        var own = ClassNames.userName(name);
        return own.isEmpty() ? thrown.getClass().getSuperclass().getName() : own;
    }

    /** The user may have written what gives the message: it may throw. */
    private static @Nullable String message(Throwable thrown) {
        try {
            var message = thrown.getLocalizedMessage();
            return message == null ? null : ClassNames.withoutWrappers(message);
        } catch (RuntimeException | StackOverflowError e) {
            return "(its getMessage() threw " + e.getClass().getName() + ")";
        }
    }
}
