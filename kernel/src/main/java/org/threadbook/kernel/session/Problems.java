package org.threadbook.kernel.session;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the compiler has to say about a snippet, placed in its cell. */
final class Problems {
    private static final Pattern LOCATION = Pattern.compile("\\n\\s*location: class\\s*$");

    private static final Pattern SYMBOL =
            Pattern.compile("^cannot find symbol\\s+symbol: +\\w+ (\\w+)");
    private static final String JSHELLS_PACKAGE = "location: package REPL";
    private static final int MOST_CAUSES = 20;

    /** Of what JShell rejects without a word, only what is as long as that can be too large. */
    private static final int LARGE = 10_000;

    private static final String TOO_LARGE =
            "code too large: the byte code of a method, and of the initialization of an array, has"
                    + " at most 64 KB. Split it into several methods";
    private static final String NO_WORDS = "this does not compile";

    private Problems() {}

    /**
     * @param snippet a rejected snippet
     * @param source where it was written
     * @return its errors, at least one
     */
    static List<CompilationException.Problem> of(
            JShell jshell, Snippet snippet, SourceText source) {
        var problems =
                jshell.diagnostics(snippet)
                        .filter(Diag::isError)
                        .map(diagnostic -> problem(diagnostic, source))
                        .distinct()
                        .sorted(Comparator.comparing(CompilationException.Problem::start))
                        .toList();
        if (!problems.isEmpty()) return problems;
        return snippet instanceof DeclarationSnippet declaration
                ? unresolved(jshell, declaration, source)
                : List.of(wordless(source));
    }

    /**
     * @param snippet a declaration that names something unknown
     * @param source where it was written
     * @return an error for each thing unknown
     */
    static List<CompilationException.Problem> unresolved(
            JShell jshell, DeclarationSnippet snippet, SourceText source) {
        var problems =
                jshell.unresolvedDependencies(snippet)
                        .map(missing -> unknown(missing, source))
                        .toList();
        return problems.isEmpty() ? List.of(wordless(source)) : problems;
    }

    /**
     * @param snippet a declaration that names something unknown
     * @return what is unknown, in words
     */
    static String missing(JShell jshell, DeclarationSnippet snippet) {
        return jshell.unresolvedDependencies(snippet).collect(Collectors.joining(" and "));
    }

    /**
     * What one error makes of a declaration, others must not be shown for: that it is missing.
     *
     * @param problems the errors of a cell
     * @param declared the names of what it declares
     * @return the errors but those that something declared is missing, if others are left
     */
    static Collection<CompilationException.Problem> causes(
            Collection<CompilationException.Problem> problems, Set<String> declared) {
        var causes =
                problems.stream()
                        .filter(
                                problem -> {
                                    var missing = SYMBOL.matcher(problem.message());
                                    return !missing.find() || !declared.contains(missing.group(1));
                                })
                        .toList();
        return causes.isEmpty() ? problems : causes;
    }

    /**
     * @param snippet any snippet
     * @return whether it is rejected for a class that JShell itself has named in vain
     */
    static boolean isJShellsMistake(JShell jshell, Snippet snippet) {
        return jshell.status(snippet) == Snippet.Status.REJECTED
                && jshell.diagnostics(snippet)
                        .anyMatch(
                                each -> each.getMessage(Locale.ENGLISH).contains(JSHELLS_PACKAGE));
    }

    private static CompilationException.Problem unknown(String missing, SourceText source) {
        var name = missing.replaceFirst("^\\w+ ", "").replaceFirst("\\(.*", "");
        var found = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(source.text());
        var message = "cannot find symbol\n  symbol: " + missing;
        return found.find()
                ? new CompilationException.Problem(
                        source.cellOffset(found.start()), source.cellOffset(found.end()), message)
                : whole(source, message);
    }

    private static CompilationException.Problem wordless(SourceText source) {
        return whole(source, source.text().length() > LARGE ? TOO_LARGE : NO_WORDS);
    }

    /**
     * @param source a snippet
     * @param message what is wrong with it
     * @return an error of the whole snippet
     */
    static CompilationException.Problem whole(SourceText source, String message) {
        return new CompilationException.Problem(
                source.cellOffset(0), source.cellOffset(source.text().length()), message);
    }

    /**
     * @param source what was compiled
     * @param thrown what the compiler threw, an error of which the compiler makes others
     * @return an error of the whole source, if the compiler's stack has overflowed
     * @throws RuntimeException what was thrown, if it is of another kind
     * @throws Error the same
     */
    static CompilationException tooDeep(SourceText source, Throwable thrown) {
        var each = thrown;
        for (int depth = 0; each != null && depth < MOST_CAUSES; depth++, each = each.getCause()) {
            if (each instanceof StackOverflowError) {
                return new CompilationException(
                        List.of(
                                whole(
                                        source,
                                        "this is nested too deeply for the compiler (its stack"
                                            + " overflowed): split it into several statements")));
            }
        }
        if (thrown instanceof Error error) throw error;
        throw (RuntimeException) thrown;
    }

    private static CompilationException.Problem problem(Diag diagnostic, SourceText source) {
        int length = source.text().length();
        int start = clamp(diagnostic.getStartPosition(), length);
        int end = Math.max(start, clamp(diagnostic.getEndPosition(), length));
        int from = source.cellOffset(start);
        int to = end == start ? from : source.cellOffset(end - 1) + 1;
        var message = LOCATION.matcher(diagnostic.getMessage(Locale.ENGLISH)).replaceFirst("");
        return new CompilationException.Problem(from, to, message);
    }

    private static int clamp(long position, int length) {
        return (int) Math.clamp(position, 0, length);
    }
}
