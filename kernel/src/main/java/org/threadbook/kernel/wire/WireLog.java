package org.threadbook.kernel.wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of this package, in a class of its own so that logging is loaded only if there is news.
 */
final class WireLog {
    static final Logger LOG = LoggerFactory.getLogger("threadbook.wire");

    private WireLog() {}
}
