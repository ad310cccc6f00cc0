package org.threadbook.kernel.session;

import java.util.List;

/**
 * Code to compile: any number of snippets.
 *
 * @param alternatives ways to write it, the preferred first; the first that compiles is taken, and
 *     if none does, the errors of the last are shown
 */
public record CodePart(List<SourceText> alternatives) {
    /**
     * @param source the only way to write it
     * @return a part
     */
    public static CodePart of(SourceText source) {
        return new CodePart(List.of(source));
    }
}
