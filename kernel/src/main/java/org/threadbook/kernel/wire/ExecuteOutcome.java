package org.threadbook.kernel.wire;

import org.threadbook.kernel.display.MimeBundle;

import java.util.List;
import java.util.Optional;

/** How the execution of a cell, or the evaluation of an expression, ended. */
public sealed interface ExecuteOutcome {
    /**
     * It ended as it should.
     *
     * @param result what to show as its result; empty if it has none
     */
    record Succeeded(Optional<MimeBundle> result) implements ExecuteOutcome {}

    /**
     * It ended with an error.
     *
     * @param name the error's name, such as the class of an exception
     * @param message what it says; empty if nothing
     * @param traceback lines to show, which may contain ANSI colours
     */
    record Failed(String name, String message, List<String> traceback) implements ExecuteOutcome {
        public Failed {
            traceback = List.copyOf(traceback);
        }
    }
}
