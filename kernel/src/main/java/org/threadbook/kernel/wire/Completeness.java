package org.threadbook.kernel.wire;

/** Whether code could be run as it is, for clients in which Enter may mean "go on writing". */
public sealed interface Completeness {
    /** It can be run. */
    record Complete() implements Completeness {}

    /**
     * More must follow.
     *
     * @param indent white space to start the next line with
     */
    record Incomplete(String indent) implements Completeness {}

    /** Nothing that follows can make it right. */
    record Invalid() implements Completeness {}
}
