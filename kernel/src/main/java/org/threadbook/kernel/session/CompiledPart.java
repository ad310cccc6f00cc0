package org.threadbook.kernel.session;

import java.util.Optional;

/** Compiled code of a cell that can be run, also again and again, without being compiled again. */
public interface CompiledPart {
    /**
     * Runs its snippets in order in the calling thread, which must be the notebook thread.
     *
     * @return the value of the last snippet if that is an expression
     * @throws Throwable whatever the user's code throws, as it is
     */
    Optional<CellValue> run() throws Throwable;

    /**
     * @return where it threw something: which of the variables that it declares were set before;
     *     empty if it declares none
     */
    Optional<String> halfWay();
}
