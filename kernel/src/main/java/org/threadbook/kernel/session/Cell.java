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
}
