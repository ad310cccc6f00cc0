package org.threadbook.kernel.magic.reading;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;

import org.threadbook.kernel.session.CompilationException;
import org.threadbook.kernel.session.CompilationException.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits Java as it stands in cells and blocks into statements and declarations, including
 * expressions that Java refuses as statements, such as {@code n * n;}. A missing last semicolon is
 * allowed, as it is in JShell.
 *
 * <p>Where a statement can end is seen from its signs alone; whether it does is asked of the
 * compiler's parser.
 */
final class SnippetReader {
    /** After so many places where a statement could end, its first errors are believed. */
    private static final int ATTEMPTS = 8;

    private static final Set<String> CONTINUE_A_STATEMENT = Set.of("else", "catch", "finally");

    private final String cell;
    private final JavaParser parser;

    SnippetReader(String cell, JavaParser parser) {
        this.cell = cell;
        this.parser = parser;
    }

    /**
     * @param from where to start
     * @param to where to stop
     * @return the snippets in between, in order; only at this level are loops taken apart and
     *     labels told from what they label
     * @throws CompilationException if something is neither a statement nor a declaration
     */
    List<Snippet> read(int from, int to) throws CompilationException {
        return read(from, to, true);
    }

    private List<Snippet> read(int from, int to, boolean top) throws CompilationException {
        var scanner = new JavaScanner(cell, to);
        var snippets = new ArrayList<Snippet>();
        int at = scanner.skipBlank(from);
        while (at < to) {
            if (cell.charAt(at) == ';') {
                at = scanner.skipBlank(at + 1);
                continue;
            }
            var snippet = readOne(scanner, at, top);
            snippets.add(snippet);
            at = scanner.skipBlank(snippet.end());
        }
        return snippets;
    }

    private Snippet readOne(JavaScanner scanner, int start, boolean top)
            throws CompilationException {
        var firstProblems = new ArrayList<Problem>();
        int attempts = 0;
        int depth = 0;
        int end = start;
        int at = start;
        while (at < scanner.end() && attempts < ATTEMPTS) {
            char sign = cell.charAt(at);
            depth += JavaScanner.depthChange(sign);
            end = scanner.skipToken(at);
            at = scanner.skipBlank(end);
            boolean canEnd = depth <= 0 && (sign == ';' || sign == '}');
            if (at < scanner.end() && (!canEnd || CONTINUE_A_STATEMENT.contains(scanner.word(at))))
                continue;
            var text = new Stretch(start, end, at >= scanner.end());
            var found = top ? classifyTop(text, firstProblems) : classify(text, firstProblems);
            if (found.isPresent()) return found.get();
            attempts++;
        }
        throw new CompilationException(
                firstProblems.isEmpty()
                        ? List.of(new Problem(start, end, "not a statement"))
                        : firstProblems);
    }

    /**
     * @param last whether nothing follows, so that a semicolon may be missing
     */
    private record Stretch(int start, int end, boolean last) {
        Stretch from(int later) {
            return new Stretch(later, end, last);
        }
    }

    /**
     * @param problems where the first errors found are added
     */
    private Optional<Snippet> classifyTop(Stretch text, List<Problem> problems)
            throws CompilationException {
        var scanner = new JavaScanner(cell, text.end());
        var word = scanner.word(text.start());
        int next = word.isEmpty() ? text.end() : scanner.skipBlank(text.start() + word.length());
        if (isLabel(word, scanner, next)) {
            int target = scanner.skipBlank(next + 1);
            if (target >= text.end()) return Optional.empty();
            return classifyTop(text.from(target), problems)
                    .map(found -> new Snippet.Labelled(text.start(), text.end(), word, found));
        }
        if (word.equals("for") && next < text.end() && cell.charAt(next) == '(') {
            var loop = forLoop(text, scanner.skipBrackets(next), problems);
            if (loop.isPresent()) return loop;
        }
        return classify(text, problems);
    }

    private Optional<Snippet> forLoop(Stretch text, int headerEnd, List<Problem> problems)
            throws CompilationException {
        var header = parser.statements(cell, text.start(), headerEnd, ";");
        if (!header.isValid() || header.trees().size() != 1) return Optional.empty();
        int bodyStart = new JavaScanner(cell, text.end()).skipBlank(headerEnd);
        if (bodyStart >= text.end())
            throw new CompilationException(
                    List.of(
                            new Problem(
                                    text.start(),
                                    headerEnd,
                                    "the loop has no body: write below it what each task has to"
                                            + " do")));
        var body =
                cell.charAt(bodyStart) == ';'
                        ? emptyBody(bodyStart, text.end())
                        : classify(text.from(bodyStart), problems);
        return body.map(
                found -> new Snippet.ForLoop(text.start(), text.end(), headerEnd, header, found));
    }

    private Optional<Snippet> emptyBody(int start, int end) {
        return start + 1 == end
                ? Optional.of(
                        new Snippet.Statement(start, end, parser.statements(cell, start, end, "")))
                : Optional.empty();
    }

    private Optional<Snippet> classify(Stretch text, List<Problem> problems)
            throws CompilationException {
        int start = text.start();
        int end = text.end();
        var scanner = new JavaScanner(cell, end);
        if (cell.charAt(start) == '{' && scanner.skipBrackets(start) == end)
            return Optional.of(
                    new Snippet.Block(
                            start,
                            end,
                            parser.statements(cell, start, start, ";"),
                            read(start + 1, end - 1, false)));
        boolean mayAddSemicolon = text.last() && cell.charAt(end - 1) != ';';
        if (scanner.word(start).equals("import")) {
            var imports = parser.imports(cell, start, end, mayAddSemicolon ? ";" : "");
            if (imports.isValid()) return Optional.of(new Snippet.Declaration(start, end, imports));
            rememberFirst(problems, imports);
            return Optional.empty();
        }
        var statement = parser.statements(cell, start, end, "");
        if (!statement.isValid() && mayAddSemicolon)
            statement = parser.statements(cell, start, end, ";");
        var found = ofStatement(start, end, statement);
        if (found.isPresent()) return found;
        found = ofMember(start, end, parser.members(cell, start, end, ""));
        if (found.isPresent()) return found;
        int textEnd = withoutSemicolon(start, end);
        var expression = parser.expression(cell, start, textEnd);
        if ((textEnd < end || text.last()) && expression.isValid())
            return Optional.of(new Snippet.Expression(start, end, textEnd, expression));
        rememberFirst(problems, statement);
        return Optional.empty();
    }

    private Optional<Snippet> ofStatement(int start, int end, Syntax syntax) {
        if (!syntax.isValid()) return Optional.empty();
        boolean variables = syntax.trees().stream().allMatch(VariableTree.class::isInstance);
        if (syntax.trees().size() > 1 && !variables) return Optional.empty();
        return Optional.of(
                switch (syntax.tree()) {
                    case VariableTree _ -> new Snippet.Variable(start, end, syntax);
                    case ClassTree _ -> new Snippet.Declaration(start, end, syntax);
                    case ExpressionStatementTree _ ->
                            new Snippet.Expression(
                                    start, end, withoutSemicolon(start, end), syntax);
                    case WhileLoopTree _ -> new Snippet.OtherLoop(start, end, syntax);
                    case DoWhileLoopTree _ -> new Snippet.OtherLoop(start, end, syntax);
                    default -> new Snippet.Statement(start, end, syntax);
                });
    }

    private static Optional<Snippet> ofMember(int start, int end, Syntax syntax) {
        if (!syntax.isValid()) return Optional.empty();
        Tree first = syntax.tree();
        if (first instanceof VariableTree)
            return Optional.of(new Snippet.Variable(start, end, syntax));
        boolean declaration = first instanceof MethodTree || first instanceof ClassTree;
        return declaration && syntax.trees().size() == 1
                ? Optional.of(new Snippet.Declaration(start, end, syntax))
                : Optional.empty();
    }

    private boolean isLabel(String word, JavaScanner scanner, int next) {
        return !word.isEmpty()
                && !word.equals("default")
                && next < scanner.end()
                && cell.charAt(next) == ':'
                && (next + 1 >= scanner.end() || cell.charAt(next + 1) != ':');
    }

    /** Where the text ends if a closing semicolon and what is blank before it do not count. */
    private int withoutSemicolon(int start, int end) {
        var scanner = new JavaScanner(cell, end);
        int textEnd = start;
        for (int at = start; at < end; at = scanner.skipBlank(scanner.skipToken(at))) {
            if (cell.charAt(at) != ';' || at != end - 1) textEnd = scanner.skipToken(at);
        }
        return textEnd;
    }

    private static void rememberFirst(List<Problem> problems, Syntax syntax) {
        if (problems.isEmpty()) problems.addAll(syntax.problems());
    }
}
