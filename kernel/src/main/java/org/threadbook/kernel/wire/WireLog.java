package org.threadbook.kernel.wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The log of this package, in a class of its own so that logging is loaded only if there is news.
 */
final class WireLog {
    static final Logger LOG = LoggerFactory.getLogger("threadbook.wire");

    private WireLog() {}

    /**
     * To be called by a channel's thread when it ends.
     *
     * @param channel its name
     * @param cause what ended it; that the context was closed is as it should be
     */
    static void ended(Object channel, ZMQException cause) {
        if (cause.getErrorCode() == ZMQ.Error.ETERM.getCode()) return;
        LOG.error("The {} channel broke: restart the kernel", channel, cause);
    }
}
