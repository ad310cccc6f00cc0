package org.threadbook.kernel.session;

import org.threadbook.kernel.display.CellInput;
import org.threadbook.kernel.display.CellOutput;

/**
 * One execution of a cell.
 *
 * @param count the execution count, the n of In [n] and of "cell [n]"
 * @param output where its output goes
 * @param input where it asks for input
 */
public record Cell(int count, CellOutput output, CellInput input) {
    /** A cell that cannot ask for input. */
    public Cell(int count, CellOutput output) {
        this(count, output, CellInput.refused("Nobody can be asked for input here."));
    }

    /**
     * Makes a trace name a line of the user's where it names none, as where the code ran in another
     * process.
     *
     * @param thrown anything thrown
     * @param line the line of this cell to name, from 1
     */
    public void placeAt(Throwable thrown, int line) {
        if (ShownTrace.namesALine(thrown)) return;
        var frame =
                new StackTraceElement(ClassNames.ANY, "do_it$", SnippetLines.fileName(this), line);
        thrown.setStackTrace(new StackTraceElement[] {frame});
    }
}
