package org.threadbook.kernel.wire;

/** What came over a channel is no message of ours; it is dropped, and the channel goes on. */
final class UnreadableMessageException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    UnreadableMessageException(String reason) {
        super(reason);
        this.reason = reason;
    }

    UnreadableMessageException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /**
     * @return why, as the end of a sentence about the message
     */
    String reason() {
        return reason;
    }
}
