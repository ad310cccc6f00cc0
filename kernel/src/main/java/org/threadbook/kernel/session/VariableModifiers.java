package org.threadbook.kernel.session;

import com.sun.source.tree.VariableTree;

import jdk.jshell.VarSnippet;

import org.threadbook.kernel.session.SnippetParser.Parsed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.regex.Pattern;

import javax.lang.model.element.Modifier;

/**
 * The modifiers that notebook variables were declared with; JShell drops them. Used by one thread
 * at a time.
 */
final class VariableModifiers {
    private static final Pattern OF_INTEREST = Pattern.compile("\\b(volatile|final)\\b");

    private final SnippetParser parser;
    private final Map<VarSnippet, Set<Modifier>> read = new WeakHashMap<>();

    VariableModifiers(SnippetParser parser) {
        this.parser = parser;
    }

    boolean isVolatile(VarSnippet variable) {
        return of(variable).contains(Modifier.VOLATILE);
    }

    boolean isFinal(VarSnippet variable) {
        return of(variable).contains(Modifier.FINAL);
    }

    private Set<Modifier> of(VarSnippet variable) {
        // The value of an expression is a variable to JShell, and its source may be anything.
        if (variable.subKind() == VarSnippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                || !OF_INTEREST.matcher(variable.source()).find()) return Set.of();
        return read.computeIfAbsent(variable, this::read);
    }

    private Set<Modifier> read(VarSnippet variable) {
        var source = SourceText.ofCell(variable.source());
        return Optional.ofNullable(parser.members(List.of(source)).get(source))
                .map(Parsed::tree)
                .filter(VariableTree.class::isInstance)
                .map(tree -> ((VariableTree) tree).getModifiers().getFlags())
                .orElse(Set.of());
    }
}
