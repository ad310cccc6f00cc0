package org.threadbook.kernel.magic;

import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.Session;

/**
 * One execution of a magic of one line.
 *
 * @param call the line in its cell
 * @param catalogue all magics
 * @param session the notebook
 * @param cell the execution of the cell
 */
record LineCall(MagicCall call, Catalogue catalogue, Session session, Cell cell) {}
