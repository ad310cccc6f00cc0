package org.threadbook.kernel.session;

import java.util.Set;

/**
 * One snippet's worth of a cell, as parsed.
 *
 * @param source the text of the snippet
 * @param kind what it is
 * @param name what it declares; empty if nothing
 * @param mentions all identifiers in it
 */
record Chunk(SourceText source, Kind kind, String name, Set<String> mentions) {
    enum Kind {
        IMPORT,
        TYPE,
        METHOD,
        /** Variables, statements and expressions: they are run, in the order of the text. */
        RUN,
        /** Cannot be parsed, or goes on after the end of the text. */
        BROKEN
    }

    /**
     * @param source a snippet
     * @param kind what it is, as far as it matters
     * @return a snippet that declares and mentions nothing
     */
    static Chunk unread(SourceText source, Kind kind) {
        return new Chunk(source, kind, "", Set.of());
    }

    /**
     * @return whether others may mention it before it stands in the text
     */
    boolean isHoisted() {
        return kind == Kind.TYPE || kind == Kind.METHOD;
    }
}
