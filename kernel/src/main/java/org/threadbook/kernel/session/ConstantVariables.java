package org.threadbook.kernel.session;

import com.sun.source.tree.VariableTree;

import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets final variables of the notebook be used where Java asks for a constant, as in {@code case
 * LIMIT}. To the compiler they are fields that are not final, so their values are written in their
 * place. Used by one thread at a time.
 */
final class ConstantVariables {
    /** The compiler's codes for what is no constant: in a label, and in an annotation. */
    private static final Set<String> NOT_CONSTANT =
            Set.of(
                    "compiler.err.const.expr.req",
                    "compiler.err.string.const.req",
                    "compiler.err.pattern.or.enum.req",
                    "compiler.err.attribute.value.must.be.constant");

    private static final Pattern NAME =
            Pattern.compile("(?<![\\w$.])\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");

    private final JShell jshell;
    private final VariableModifiers modifiers;
    private final SnippetParser parser;

    ConstantVariables(JShell jshell, VariableModifiers modifiers, SnippetParser parser) {
        this.jshell = jshell;
        this.modifiers = modifiers;
        this.parser = parser;
    }

    /**
     * @param rejected a snippet that does not compile
     * @param source its source
     * @return the same with values in place of variables; empty if that is not what is wrong
     */
    Optional<SourceText> inline(Snippet rejected, SourceText source) {
        var rewriting = new Rewriting();
        jshell.diagnostics(rejected)
                .filter(each -> NOT_CONSTANT.contains(each.getCode()))
                .forEach(each -> inline(each, source, rewriting));
        return rewriting.isEmpty()
                ? Optional.empty()
                : Optional.of(rewriting.applyTo(source, 0, source.text().length()));
    }

    private void inline(Diag diagnostic, SourceText source, Rewriting rewriting) {
        int length = source.text().length();
        int start = Math.clamp(diagnostic.getStartPosition(), 0, length);
        int end = Math.clamp(diagnostic.getEndPosition(), start, length);
        NAME.matcher(source.text())
                .region(start, end)
                .results()
                .forEach(
                        name ->
                                value(name.group())
                                        .ifPresent(
                                                value ->
                                                        rewriting.replace(
                                                                name.start(), name.end(), value)));
    }

    private Optional<String> value(String name) {
        return jshell.variables()
                .filter(variable -> variable.name().equals(name))
                .filter(variable -> jshell.status(variable).isDefined())
                .filter(modifiers::isFinal)
                .findFirst()
                .flatMap(this::initializer);
    }

    private Optional<String> initializer(VarSnippet variable) {
        var source = SourceText.ofCell(variable.source());
        return Optional.ofNullable(parser.members(List.of(source)).get(source)).stream()
                .flatMap(
                        parsed ->
                                parsed.trees().stream()
                                        .filter(VariableTree.class::isInstance)
                                        .map(VariableTree.class::cast)
                                        .filter(
                                                tree ->
                                                        tree.getName()
                                                                .contentEquals(variable.name()))
                                        .map(VariableTree::getInitializer)
                                        .filter(tree -> tree != null)
                                        .map(
                                                tree ->
                                                        variable.source()
                                                                .substring(
                                                                        parsed.start(tree),
                                                                        parsed.end(tree))))
                .findFirst()
                .map(value -> "(" + variable.typeName() + ") (" + value + ")");
    }
}
