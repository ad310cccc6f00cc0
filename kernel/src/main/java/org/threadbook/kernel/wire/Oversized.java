package org.threadbook.kernel.wire;

/**
 * Stands for the content of a message that is well signed, but too large to be looked at.
 *
 * @param bytes how large
 */
record Oversized(int bytes) {
    /** What it is called where errors have a class. */
    static final String NAME = "MessageTooLarge";

    /** A cell that a person wrote has some kilobytes; parsed, this takes several times as much. */
    static final int MOST_BYTES = 16 << 20;

    /**
     * @return why it is not obeyed, and what to do instead
     */
    String why() {
        return "the message has %,d bytes, and at most %,d are taken. Put large data into a file that the cell reads."
                .formatted(bytes, MOST_BYTES);
    }
}
