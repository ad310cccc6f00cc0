package org.threadbook.kernel.display;

import java.io.IOException;

/** Where one cell asks the person at the client for a line. Thread-safe. */
@FunctionalInterface
public interface CellInput {
    /**
     * Asks and waits for the answer; one question of all threads at a time.
     *
     * @param prompt what to show beside the box that is typed into; may be empty
     * @param password whether what is typed is to be hidden
     * @return what was typed, without a line end
     * @throws InputRefusedException if there is nobody to ask
     * @throws IOException if the cell ended before the answer came
     * @throws InterruptedException if the calling thread was interrupted meanwhile; an answer that
     *     comes later is dropped
     */
    String ask(String prompt, boolean password) throws IOException, InterruptedException;

    /**
     * @param why why nobody can be asked, and what to do instead
     * @return throws that whenever it is asked
     */
    static CellInput refused(String why) {
        return (_, _) -> {
            throw new InputRefusedException(why);
        };
    }
}
