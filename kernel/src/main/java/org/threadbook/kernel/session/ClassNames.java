package org.threadbook.kernel.session;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * JShell's names of the classes it wraps snippets in: {@code REPL.$JShell$5}, {@code
 * REPL.$JShell$5B} once renamed, {@code REPL.$JShell$5_7} for two overloads in one class.
 */
final class ClassNames {
    private static final Pattern WRAPPER =
            Pattern.compile("REPL[./]\\$JShell\\$([0-9]+[A-Z]*(?:_[0-9]+[A-Z]*)*)(?:\\$.*)?");

    private static final Pattern PREFIX =
            Pattern.compile("REPL[./]\\$JShell\\$[0-9]+[A-Z]*(?:_[0-9]+[A-Z]*)*[$.]");

    /** The name of a wrapper, where it does not matter of which. */
    static final String ANY = "REPL.$JShell$0";

    private static final Pattern LETTERS = Pattern.compile("[A-Z]+");

    private ClassNames() {}

    /**
     * @param className the name of any class
     * @return whether it came from a cell
     */
    static boolean isSnippet(String className) {
        return className.startsWith("REPL.$JShell$");
    }

    /**
     * @param className the name of any class
     * @return the ids of the snippets in it; none if it did not come from a cell
     */
    static List<String> ids(String className) {
        var found = WRAPPER.matcher(className);
        if (!found.matches()) return List.of();
        return Arrays.stream(found.group(1).split("_"))
                .map(id -> LETTERS.matcher(id).replaceAll(""))
                .toList();
    }

    /**
     * @param className the name of a class from a cell
     * @return the name of the type in it as the user wrote it; empty for the wrapper itself
     */
    static String userName(String className) {
        int start = className.indexOf('$', "REPL.$JShell$".length());
        return start < 0 ? "" : className.substring(start + 1).replace('$', '.');
    }

    /**
     * @param text any text, such as a message of the JVM's
     * @return the same with the names that the user gave instead of those of JShell's wrappers
     */
    static String withoutWrappers(String text) {
        return text.contains("$JShell$") ? PREFIX.matcher(text).replaceAll("") : text;
    }
}
