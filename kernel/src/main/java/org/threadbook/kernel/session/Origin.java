package org.threadbook.kernel.session;

/**
 * Where a snippet was written.
 *
 * @param cell the cell, as it was executed
 * @param source the snippet's own text, which knows its lines in the cell
 */
record Origin(Cell cell, SourceText source) {}
