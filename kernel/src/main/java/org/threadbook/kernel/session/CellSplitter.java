package org.threadbook.kernel.session;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;

import jdk.jshell.SourceCodeAnalysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Cuts source into the snippets that JShell takes one by one. Used by one thread at a time. */
final class CellSplitter {
    private static final Pattern IDENTIFIER =
            Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
    private static final Pattern IMPORT =
            Pattern.compile("(?s)(\\s|//[^\\n]*\\n|/\\*.*?\\*/)*import\\b.*");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
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
        int start = 0;
        while (start < text.length()) {
            var info = analysis.analyzeCompletion(text.substring(start));
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
        int start = 0;
        while (true) {
            var info = analysis.analyzeCompletion(text.substring(start));
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
        int start = 0;
        while (start < text.length()) {
            var info = analysis.analyzeCompletion(text.substring(start));
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

    private static int end(String text, SourceCodeAnalysis.CompletionInfo info) {
        return text.length() - info.remaining().length();
    }

    private List<Chunk> chunks(List<SourceText> pieces, Set<SourceText> broken) {
        pieces.removeIf(piece -> piece.text().isBlank() || piece.text().strip().equals(";"));
        return pieces.stream()
                .map(
                        piece ->
                                broken.contains(piece)
                                        ? new Chunk(piece, Chunk.Kind.BROKEN, "", Set.of())
                                        : classify(piece))
                .toList();
    }

    private Chunk classify(SourceText piece) {
        var text = piece.text();
        if (IMPORT.matcher(text).matches()) {
            return new Chunk(piece, Chunk.Kind.IMPORT, "", Set.of());
        }
        var mentions = new LinkedHashSet<String>();
        IDENTIFIER.matcher(text).results().forEach(found -> mentions.add(found.group()));
        return switch (member(text)) {
            case MethodTree method ->
                    new Chunk(piece, Chunk.Kind.METHOD, method.getName().toString(), mentions);
            case ClassTree type ->
                    new Chunk(piece, Chunk.Kind.TYPE, type.getSimpleName().toString(), mentions);
            case Tree _ -> new Chunk(piece, Chunk.Kind.RUN, "", mentions);
        };
    }

    /** Parses text as a member of a class; what is none gives the class itself, as a unit. */
    private Tree member(String text) {
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var file = new Text("class Members {" + text + "\n}");
        var task =
                (JavacTask)
                        compiler.getTask(
                                null,
                                null,
                                diagnostics,
                                List.of("-proc:none"),
                                null,
                                List.of(file));
        try {
            var unit = task.parse().iterator().next();
            if (!diagnostics.getDiagnostics().isEmpty()) return unit;
            var members = ((ClassTree) unit.getTypeDecls().getFirst()).getMembers();
            return members.isEmpty() ? unit : members.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String content;

        Text(String content) {
            super(URI.create("string:///Members.java"), Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
