package org.threadbook.kernel.session;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts source into the snippets that JShell takes one by one. Used by one thread at a time. */
final class CellSplitter {
    private record First(SourceCodeAnalysis.Completeness completeness, int end) {}

    private static final int SHORT = 1_000;
    private static final int LONGER = 4;

    private static final Pattern SYNCHRONIZED_METHOD =
            Pattern.compile("synchronized\\b(?!\\s*\\()");
    private static final Pattern PACKAGE =
            Pattern.compile("package\\s+\\w+(?:\\s*\\.\\s*\\w+)*\\s*;");

    private final ChunkReader reader = new ChunkReader();
    private final SourceCodeAnalysis analysis;

    CellSplitter(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /**
     * @param source any number of snippets
     * @return the snippets in the order of the text; broken ones are marked, not thrown
     */
    List<Chunk> split(SourceText source) {
        var pieces = new ArrayList<SourceText>();
        var broken = new HashSet<SourceText>();
        var text = source.text();
        int start = afterPackage(text);
        while (start < text.length()) {
            var first = first(text, start);
            switch (first.completeness()) {
                case EMPTY -> {
                    return chunks(pieces, broken);
                }
                case UNKNOWN, DEFINITELY_INCOMPLETE -> {
                    var rest = source.slice(start, text.length());
                    pieces.add(rest);
                    broken.add(rest);
                    return chunks(pieces, broken);
                }
                default -> {
                    pieces.add(source.slice(start, first.end()));
                    start = first.end();
                }
            }
        }
        return chunks(pieces, broken);
    }

    /**
     * @param chunks snippets in the order of the text
     * @return the same with expression statements that follow one another joined
     */
    StatementRuns runs(List<Chunk> chunks) {
        return StatementRuns.of(chunks, reader);
    }

    /**
     * @param text any number of snippets, the last of which need not be whole
     * @return where the last one starts; at the end if all are whole and something follows them
     */
    int startOfLast(String text) {
        int start = afterPackage(text);
        while (true) {
            var first = first(text, start);
            if (!first.completeness().isComplete() || text.substring(first.end()).isBlank())
                return start;
            start = first.end();
        }
    }

    /**
     * @param text any number of snippets
     * @return whether it can be run, as far as can be told without compiling it
     */
    Completeness completeness(String text) {
        int start = afterPackage(text);
        while (start < text.length()) {
            var first = first(text, start);
            switch (first.completeness()) {
                case EMPTY -> {
                    return new Completeness.Complete();
                }
                case UNKNOWN -> {
                    return new Completeness.Invalid();
                }
                case DEFINITELY_INCOMPLETE -> {
                    return new Completeness.Incomplete(Indent.after(text));
                }
                default -> start = first.end();
            }
        }
        return new Completeness.Complete();
    }

    /** The package that a file pasted whole begins with says nothing here. */
    private static int afterPackage(String text) {
        var declaration = first(PACKAGE, text);
        return declaration.lookingAt() ? declaration.end() : 0;
    }

    /** JShell takes what begins with the modifier for a statement. */
    private CompletionInfo analyze(String text) {
        var modifier = first(SYNCHRONIZED_METHOD, text);
        return analysis.analyzeCompletion(
                modifier.lookingAt()
                        ? text.substring(0, modifier.start())
                                + " ".repeat(modifier.end() - modifier.start())
                                + text.substring(modifier.end())
                        : text);
    }

    /** Of what stands behind white space and comments. */
    private static Matcher first(Pattern pattern, String text) {
        return pattern.matcher(text).region(Blank.skip(text, 0), text.length());
    }

    /**
     * Asks JShell about the first snippet from a place on. JShell reads all the text it is given,
     * so it gets a part that is long enough: one in which something follows the snippet.
     */
    private First first(String text, int start) {
        for (int length = SHORT; ; length *= LONGER) {
            int cut = cut(text, start, length);
            var info = analyze(text.substring(start, cut));
            int end = Math.max(cut - info.remaining().length(), start + 1);
            boolean whole =
                    info.completeness() == SourceCodeAnalysis.Completeness.COMPLETE
                            && Blank.skip(text, end) < cut;
            if (whole || cut == text.length()) return new First(info.completeness(), end);
        }
    }

    /** Not within a word: the next snippet could seem to begin with "el" of "else". */
    private static int cut(String text, int start, int length) {
        if (length >= text.length() - start) return text.length();
        int cut = start + length;
        while (cut < text.length() && !Character.isWhitespace(text.charAt(cut))) cut++;
        return cut;
    }

    private List<Chunk> chunks(List<SourceText> pieces, Set<SourceText> broken) {
        pieces.removeIf(piece -> piece.text().isBlank() || piece.text().strip().equals(";"));
        var whole = pieces.stream().filter(piece -> !broken.contains(piece)).toList();
        var chunks = new ArrayList<>(reader.read(whole));
        for (var piece : broken) chunks.add(Chunk.unread(piece, Chunk.Kind.BROKEN));
        return chunks;
    }
}
