package org.threadbook.kernel.magic;

import org.threadbook.kernel.session.Cell;

/** A magic of one line, which may stand wherever a statement may begin. */
non-sealed interface LineMagic extends Magic {
    /**
     * @param catalogue all magics
     * @param cell the execution of the cell
     */
    void run(Catalogue catalogue, Cell cell);
}
