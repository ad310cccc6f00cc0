package org.threadbook.kernel.session;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Finds out what snippets are by parsing each as the member of a class. Used by one thread at a
 * time.
 */
final class ChunkReader {
    private static final Pattern IDENTIFIER =
            Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
    private static final Pattern IMPORT = Pattern.compile("import\\b");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager fileManager =
            compiler.getStandardFileManager(null, null, null);

    /**
     * @param snippets whole snippets, in the order of the text
     * @return the same with what they are
     */
    List<Chunk> read(List<SourceText> snippets) {
        // Types and methods have braces: most snippets need not be parsed.
        var members =
                parse(
                        snippets.stream().filter(each -> each.text().contains("{")).toList(),
                        "class Members {",
                        "\n}");
        return snippets.stream()
                .map(snippet -> chunk(snippet, Optional.ofNullable(members.get(snippet))))
                .toList();
    }

    /**
     * @param snippets whole snippets
     * @return those that are expressions with a semicolon, which Java takes for statements too
     */
    Set<SourceText> expressionStatements(List<SourceText> snippets) {
        var found = new HashSet<SourceText>();
        parse(snippets, "class Members { void member() {", "\n}}")
                .forEach(
                        (snippet, member) -> {
                            if (member instanceof MethodTree method
                                    && method.getBody() instanceof BlockTree body
                                    && body.getStatements().size() == 1
                                    && body.getStatements().getFirst()
                                            instanceof ExpressionStatementTree) found.add(snippet);
                        });
        return found;
    }

    /** Gives the first member of the class that each is in; what does not parse is left out. */
    private Map<SourceText, Tree> parse(List<SourceText> snippets, String before, String after) {
        if (snippets.isEmpty()) return Map.of();
        var files = snippets.stream().map(each -> new Member(each, before, after)).toList();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var options = List.of("-proc:none");
        var task =
                (JavacTask) compiler.getTask(null, fileManager, diagnostics, options, null, files);
        var members = new HashMap<SourceText, Tree>();
        try {
            var unit = task.parse().iterator();
            for (var file : files) {
                var found = ((ClassTree) unit.next().getTypeDecls().getFirst()).getMembers();
                if (!found.isEmpty()) members.put(file.snippet, found.getFirst());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var each : diagnostics.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR && each.getSource() instanceof Member file)
                members.remove(file.snippet);
        }
        return members;
    }

    private static Chunk chunk(SourceText snippet, Optional<Tree> member) {
        var text = snippet.text();
        if (IMPORT.matcher(text).region(Blank.skip(text, 0), text.length()).lookingAt())
            return Chunk.unread(snippet, Chunk.Kind.IMPORT);
        var mentions = new LinkedHashSet<String>();
        IDENTIFIER.matcher(text).results().forEach(found -> mentions.add(found.group()));
        return switch (member.orElse(null)) {
            case MethodTree method ->
                    new Chunk(snippet, Chunk.Kind.METHOD, method.getName().toString(), mentions);
            case ClassTree type ->
                    new Chunk(snippet, Chunk.Kind.TYPE, type.getSimpleName().toString(), mentions);
            case null, default -> new Chunk(snippet, Chunk.Kind.RUN, "", mentions);
        };
    }

    /** A snippet inside a class. */
    private static final class Member extends SimpleJavaFileObject {
        private final SourceText snippet;
        private final String before;
        private final String after;

        Member(SourceText snippet, String before, String after) {
            super(URI.create("string:///Members.java"), Kind.SOURCE);
            this.snippet = snippet;
            this.before = before;
            this.after = after;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return before + snippet.text() + after;
        }
    }
}
