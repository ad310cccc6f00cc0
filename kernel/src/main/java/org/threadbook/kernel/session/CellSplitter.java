package org.threadbook.kernel.session;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Cuts source into the snippets that JShell takes one by one. Used by one thread at a time. */
final class CellSplitter {
    private static final String BLANK = "(?:\\s|//[^\\n]*\\n|(?s:/\\*.*?\\*/))*";
    private static final Pattern SYNCHRONIZED_METHOD =
            Pattern.compile(BLANK + "(synchronized)\\b(?!\\s*\\()");
    private static final Pattern PACKAGE =
            Pattern.compile(BLANK + "package\\s+\\w+(?:\\s*\\.\\s*\\w+)*\\s*;");

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
            var info = analyze(text.substring(start));
            switch (info.completeness()) {
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
                    int end = Math.max(end(text, info), start + 1);
                    pieces.add(source.slice(start, end));
                    start = end;
                }
            }
        }
        return chunks(pieces, broken);
    }

    /**
     * @param text any number of snippets, the last of which need not be whole
     * @return where the last one starts; at the end if all are whole and something follows them
     */
    int startOfLast(String text) {
        int start = afterPackage(text);
        while (true) {
            var info = analyze(text.substring(start));
            if (!info.completeness().isComplete() || info.remaining().isBlank()) return start;
            int next = end(text, info);
            if (next <= start) return start;
            start = next;
        }
    }

    /**
     * @param text any number of snippets
     * @return whether it can be run, as far as can be told without compiling it
     */
    Completeness completeness(String text) {
        int start = afterPackage(text);
        while (start < text.length()) {
            var info = analyze(text.substring(start));
            switch (info.completeness()) {
                case EMPTY -> {
                    return new Completeness.Complete();
                }
                case UNKNOWN -> {
                    return new Completeness.Invalid();
                }
                case DEFINITELY_INCOMPLETE -> {
                    return new Completeness.Incomplete(Indent.after(text));
                }
                default -> start = Math.max(end(text, info), start + 1);
            }
        }
        return new Completeness.Complete();
    }

    /** The package that a file pasted whole begins with says nothing here. */
    private static int afterPackage(String text) {
        var declaration = PACKAGE.matcher(text);
        return declaration.lookingAt() ? declaration.end() : 0;
    }

    /** JShell takes what begins with the modifier for a statement. */
    private CompletionInfo analyze(String text) {
        var modifier = SYNCHRONIZED_METHOD.matcher(text);
        return analysis.analyzeCompletion(
                modifier.lookingAt()
                        ? text.substring(0, modifier.start(1))
                                + " ".repeat(modifier.group(1).length())
                                + text.substring(modifier.end(1))
                        : text);
    }

    private static int end(String text, CompletionInfo info) {
        return text.length() - info.remaining().length();
    }

    private List<Chunk> chunks(List<SourceText> pieces, Set<SourceText> broken) {
        pieces.removeIf(piece -> piece.text().isBlank() || piece.text().strip().equals(";"));
        var whole = pieces.stream().filter(piece -> !broken.contains(piece)).toList();
        var chunks = new ArrayList<>(reader.read(whole));
        for (var piece : broken) chunks.add(Chunk.unread(piece, Chunk.Kind.BROKEN));
        return chunks;
    }
}
