package org.threadbook.kernel.session;

import org.threadbook.kernel.display.CellOutput;

/**
 * One execution of a cell.
 *
 * @param count the execution count, the n of In [n] and of "cell [n]"
 * @param output where its output goes
 */
public record Cell(int count, CellOutput output) {}
