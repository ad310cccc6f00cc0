package org.threadbook.kernel.session;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Parses snippets with the JDK's compiler, which is not asked what names mean. Used by one thread
 * at a time.
 */
final class SnippetParser {
    private static final String CLASS = "class Members {";
    private static final String BLOCK = CLASS + "{";

    /**
     * A snippet as parsed.
     *
     * @param trees what it consists of; several if it declares several variables
     * @param unit the made-up compilation unit around them
     * @param positions the positions in that unit
     * @param shift what to subtract from such a position for one in the snippet
     */
    record Parsed(
            List<? extends Tree> trees,
            CompilationUnitTree unit,
            SourcePositions positions,
            int shift) {
        Tree tree() {
            return trees.getFirst();
        }

        int start(Tree tree) {
            return (int) positions.getStartPosition(unit, tree) - shift;
        }

        int end(Tree tree) {
            return (int) positions.getEndPosition(unit, tree) - shift;
        }
    }

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager fileManager =
            compiler.getStandardFileManager(null, null, null);
    private final List<String> options = new ArrayList<>(JavaLevel.compilerOptions());

    SnippetParser() {
        options.add("-proc:none");
    }

    /**
     * @param snippets whole snippets
     * @return those that can be members of a class, parsed as such
     */
    Map<SourceText, Parsed> members(List<SourceText> snippets) {
        return parse(snippets.stream().map(each -> new Source(each, CLASS, "\n}")).toList());
    }

    /**
     * @param snippet a whole snippet
     * @return the same parsed as the statements of a block; empty if it is not that
     */
    Optional<Parsed> statements(SourceText snippet) {
        return Optional.ofNullable(statements(List.of(snippet)).get(snippet));
    }

    /**
     * @param snippets whole snippets
     * @return those that can be the statements of a block, parsed as such
     */
    Map<SourceText, Parsed> statements(List<SourceText> snippets) {
        var blocks =
                parse(snippets.stream().map(each -> new Source(each, BLOCK, "\n;}}")).toList());
        var statements = new HashMap<SourceText, Parsed>();
        blocks.forEach(
                (snippet, parsed) -> {
                    if (!(parsed.tree() instanceof BlockTree block)) return;
                    var inside = inside(block, parsed);
                    if (!inside.trees().isEmpty()) statements.put(snippet, inside);
                });
        return statements;
    }

    private static Parsed inside(BlockTree block, Parsed parsed) {
        var written =
                block.getStatements().stream()
                        .filter(each -> !(each instanceof EmptyStatementTree))
                        .toList();
        return new Parsed(written, parsed.unit(), parsed.positions(), BLOCK.length());
    }

    private Map<SourceText, Parsed> parse(List<Source> sources) {
        if (sources.isEmpty()) return Map.of();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var task =
                (JavacTask)
                        compiler.getTask(null, fileManager, diagnostics, options, null, sources);
        var positions = Trees.instance(task).getSourcePositions();
        var parsed = new HashMap<SourceText, Parsed>();
        try {
            var units = task.parse().iterator();
            for (var source : sources) {
                var unit = units.next();
                var members = ((ClassTree) unit.getTypeDecls().getFirst()).getMembers();
                if (members.isEmpty()) continue;
                parsed.put(source.snippet, new Parsed(members, unit, positions, CLASS.length()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var each : diagnostics.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR
                    && each.getSource() instanceof Source source) parsed.remove(source.snippet);
        }
        return parsed;
    }

    /** A snippet with a class around it. */
    private static final class Source extends SimpleJavaFileObject {
        private final SourceText snippet;
        private final String text;

        Source(SourceText snippet, String before, String after) {
            super(URI.create("string:///Members.java"), Kind.SOURCE);
            this.snippet = snippet;
            this.text = before + snippet.text() + after;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
