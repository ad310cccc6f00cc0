package org.threadbook.kernel.session;

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

    /** After the wrapper's name: {@code $1}, {@code $1Local}, or as JShell names one of a var. */
    private static final Pattern IN_METHOD_BODY =
            Pattern.compile(PREFIX.pattern() + "(?:[0-9]|\\$JShell\\$anonymous\\$).*");

    private ClassNames() {}

    /**
     * @param className the name of any class
     * @return whether it came from a cell
     */
    static boolean isSnippet(String className) {
        return className.startsWith("REPL.$JShell$");
    }

    /**
     * @param className the name of a class from a cell
     * @return whether it is an anonymous or a local class, in a statement or a method of the cell;
     *     or in such a class
     */
    static boolean isInMethodBody(String className) {
        return IN_METHOD_BODY.matcher(className).matches();
    }

    /**
     * @param className the name of any class
     * @return the ids of the snippets in it; none if it did not come from a cell
     */
    static List<String> ids(String className) {
        var found = WRAPPER.matcher(className);
        if (!found.matches()) return List.of();
        return Pattern.compile("_")
                .splitAsStream(found.group(1))
                .map(id -> id.replaceAll("[A-Z]", ""))
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
