package org.threadbook.kernel.session;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;

import org.threadbook.kernel.session.SnippetParser.Parsed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.lang.model.element.Modifier;

/**
 * The sealed types of a cell that name no subtypes. In a source file that means all subtypes in the
 * file; JShell makes a file of each snippet, so those in other snippets of the cell are to be
 * named.
 */
final class SealedTypes {
    /**
     * A type of the cell.
     *
     * @param name its name, after the names of the types that it is in
     * @param supertypes the names of its supertypes as they are written, without type arguments
     */
    private record Type(SourceText snippet, ClassTree tree, String name, List<String> supertypes) {
        boolean isSealedWithoutNames() {
            return tree.getModifiers().getFlags().contains(Modifier.SEALED)
                    && tree.getPermitsClause().isEmpty();
        }

        boolean extendsDirectly(Type other) {
            return supertypes.stream()
                    .anyMatch(each -> other.name.equals(each) || other.name.endsWith("." + each));
        }
    }

    private final Map<SourceText, Parsed> members;
    private final List<Type> types = new ArrayList<>();

    /**
     * @param members the types and methods of a cell
     */
    SealedTypes(Map<SourceText, Parsed> members) {
        this.members = new LinkedHashMap<>(members);
        members.forEach(
                (snippet, parsed) -> {
                    if (parsed.tree() instanceof ClassTree type) collect(snippet, type, "");
                });
    }

    private void collect(SourceText snippet, ClassTree type, String outer) {
        var name = outer + type.getSimpleName();
        var supertypes =
                Stream.concat(
                                Stream.ofNullable(type.getExtendsClause()),
                                type.getImplementsClause().stream())
                        .map(SealedTypes::name)
                        .toList();
        types.add(new Type(snippet, type, name, supertypes));
        for (var member : type.getMembers()) {
            if (member instanceof ClassTree nested) collect(snippet, nested, name + ".");
        }
    }

    private static String name(Tree type) {
        return switch (type) {
            case ParameterizedTypeTree parameterized -> name(parameterized.getType());
            case AnnotatedTypeTree annotated -> name(annotated.getUnderlyingType());
            case IdentifierTree identifier -> identifier.getName().toString();
            case MemberSelectTree select ->
                    name(select.getExpression()) + "." + select.getIdentifier();
            default -> "";
        };
    }

    /**
     * @param snippet a type
     * @param rewriting where to write which subtypes it, and those in it, permit
     */
    void permit(SourceText snippet, Rewriting rewriting) {
        for (var type : types) {
            if (type.snippet() != snippet || !type.isSealedWithoutNames()) continue;
            var subtypes = types.stream().filter(each -> each.extendsDirectly(type)).toList();
            // What is in one snippet the compiler finds by itself.
            if (subtypes.stream().allMatch(each -> each.snippet() == snippet)) continue;
            rewriting.insert(
                    body(type),
                    subtypes.stream()
                            .map(Type::name)
                            .distinct()
                            .collect(Collectors.joining(", ", " permits ", " ")));
        }
    }

    /** Where the opening brace of its body is. */
    private int body(Type type) {
        var parsed = Objects.requireNonNull(members.get(type.snippet()));
        var tree = type.tree();
        var before = new ArrayList<Tree>();
        before.add(tree.getModifiers());
        before.addAll(tree.getTypeParameters());
        if (tree.getExtendsClause() != null) before.add(tree.getExtendsClause());
        before.addAll(tree.getImplementsClause());
        int from = before.stream().mapToInt(parsed::end).max().orElseThrow();
        var text = type.snippet().text();
        int at = from;
        while (text.charAt(at) != '{') {
            if (text.startsWith("//", at)) at = text.indexOf('\n', at);
            else if (text.startsWith("/*", at)) at = text.indexOf("*/", at) + 2;
            else at++;
        }
        return at;
    }
}
