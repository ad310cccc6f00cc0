package org.threadbook.kernel.magic.reading;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;

import org.threadbook.kernel.session.CompilationException.Problem;
import org.threadbook.kernel.session.JavaLevel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Parses stretches of a cell with the JDK's compiler, which is not asked what names mean. One
 * thread at a time.
 */
final class JavaParser {
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    private final List<String> options = new ArrayList<>(JavaLevel.compilerOptions());

    JavaParser() {
        options.add("-proc:none");
    }

    /**
     * @param ending what to add to the text so that it can be a statement, such as a semicolon
     */
    Syntax statements(String cell, int from, int to, String ending) {
        return parse(
                cell,
                "class $ {{ ",
                from,
                to,
                ending + "\n}}",
                unit ->
                        firstMember(unit)
                                .filter(BlockTree.class::isInstance)
                                .map(block -> ((BlockTree) block).getStatements())
                                .orElse(List.of()));
    }

    Syntax members(String cell, int from, int to, String ending) {
        return parse(cell, "class $ { ", from, to, ending + "\n}", JavaParser::members);
    }

    Syntax imports(String cell, int from, int to, String ending) {
        return parse(cell, "", from, to, ending, CompilationUnitTree::getImports);
    }

    Syntax expression(String cell, int from, int to) {
        return parse(
                cell,
                "class $ { Object $ = (",
                from,
                to,
                "\n); }",
                unit ->
                        firstMember(unit)
                                .filter(VariableTree.class::isInstance)
                                .map(field -> List.of(((VariableTree) field).getInitializer()))
                                .orElse(List.of()));
    }

    private Syntax parse(
            String cell,
            String before,
            int from,
            int to,
            String after,
            Function<CompilationUnitTree, List<? extends Tree>> part) {
        var source = before + cell.substring(from, to) + after;
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var task =
                (JavacTask)
                        compiler.getTask(
                                null, files, diagnostics, options, null, List.of(file(source)));
        int shift = from - before.length();
        try {
            var unit = task.parse().iterator().next();
            var problems =
                    diagnostics.getDiagnostics().stream()
                            .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                            .map(found -> problem(found, shift, from, to))
                            .toList();
            return new Syntax(
                    part.apply(unit),
                    problems,
                    unit,
                    Trees.instance(task).getSourcePositions(),
                    shift);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Problem problem(Diagnostic<?> found, int shift, int from, int to) {
        int start = Math.clamp(found.getStartPosition() + shift, from, to);
        int end = Math.clamp(found.getEndPosition() + shift, start, to);
        return new Problem(start, end, found.getMessage(Locale.ENGLISH));
    }

    private static JavaFileObject file(String source) {
        return new SimpleJavaFileObject(URI.create("cell:///$.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static List<? extends Tree> members(CompilationUnitTree unit) {
        return unit.getTypeDecls().isEmpty()
                        || !(unit.getTypeDecls().getFirst() instanceof ClassTree type)
                ? List.of()
                : type.getMembers();
    }

    private static Optional<? extends Tree> firstMember(CompilationUnitTree unit) {
        return members(unit).stream().findFirst();
    }
}
