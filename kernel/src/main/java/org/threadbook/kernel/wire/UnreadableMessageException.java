package org.threadbook.kernel.wire;

/** What came over a channel is no message of ours; it is dropped, and the channel goes on. */
final class UnreadableMessageException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableMessageException(String reason) {
        super(reason);
    }

    UnreadableMessageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
