package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.VarSnippet;

import java.lang.classfile.ClassTransform;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The present snippet of each id, and where it was written. JShell gives a declaration the id of
 * the one that it takes the place of. Changed by one thread at a time, read by any.
 */
final class KnownSnippets {
    private final JShell jshell;
    private final VariableModifiers modifiers;
    private final Map<String, Snippet> snippets = new ConcurrentHashMap<>();
    private final Map<String, Origin> origins = new ConcurrentHashMap<>();

    KnownSnippets(JShell jshell, VariableModifiers modifiers) {
        this.jshell = jshell;
        this.modifiers = modifiers;
    }

    void put(Snippet snippet) {
        snippets.put(snippet.id(), snippet);
    }

    void put(Snippet snippet, Origin origin) {
        put(snippet);
        origins.put(snippet.id(), origin);
    }

    void remove(Snippet snippet) {
        snippets.remove(snippet.id());
        origins.remove(snippet.id());
    }

    /**
     * @param snippet a snippet
     * @return whether no later code can name it: it is a statement or an expression
     */
    static boolean isPassing(Snippet snippet) {
        return !snippet.kind().isPersistent()
                || snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    /**
     * @param className the binary name of a class that JShell compiled
     * @return whether it is of a snippet that no later code can name
     */
    boolean isPassing(String className) {
        return ClassNames.ids(className).stream()
                .flatMap(id -> snippet(id).stream())
                .anyMatch(KnownSnippets::isPassing);
    }

    Optional<Snippet> snippet(String id) {
        return Optional.ofNullable(snippets.get(id));
    }

    Optional<Origin> origin(String id) {
        return Optional.ofNullable(origins.get(id));
    }

    /**
     * @return the methods that share a class with others, in the order of their declaration
     */
    List<Snippet> overloads() {
        return snippets.values().stream()
                .filter(each -> each.kind() == Snippet.Kind.METHOD)
                .filter(each -> jshell.status(each).isActive())
                .filter(each -> ClassNames.ids(className(each)).size() > 1)
                .sorted(Comparator.comparingInt(each -> Integer.parseInt(each.id())))
                .toList();
    }

    /**
     * @param snippet a snippet that holds code
     * @return the binary name of the class it is in now
     */
    String className(Snippet snippet) {
        return jshell.sourceCodeAnalysis().wrapper(snippet).fullClassName();
    }

    /**
     * @param className the binary name of a class that JShell compiled
     * @return whether the snippets in it still are in it
     */
    boolean isPresent(String className) {
        var ids = ClassNames.ids(className);
        return !ids.isEmpty() && ids.stream().allMatch(id -> isIn(className, id));
    }

    private boolean isIn(String className, String id) {
        var snippet = snippets.get(id);
        if (snippet == null || !jshell.status(snippet).isDefined()) return false;
        var wrapper = className(snippet);
        return className.equals(wrapper) || className.startsWith(wrapper + "$");
    }

    /**
     * @param className the binary name of a class that JShell compiled
     * @return what writes the cell and its lines into it, and what JShell dropped of the user's
     *     modifiers
     */
    ClassTransform rewriting(String className) {
        return lines(className).transform().andThen(VolatileFields.transform(volatiles(className)));
    }

    private Set<String> volatiles(String className) {
        return ClassNames.ids(className).stream()
                .map(snippets::get)
                .filter(VarSnippet.class::isInstance)
                .map(VarSnippet.class::cast)
                .filter(modifiers::isVolatile)
                .map(VarSnippet::name)
                .collect(Collectors.toSet());
    }

    /**
     * @param className the binary name of a class that JShell compiled
     * @return the lines of the cell that those in it stand for
     */
    SnippetLines lines(String className) {
        var lines = new SnippetLines();
        for (var id : ClassNames.ids(className)) {
            var snippet = snippets.get(id);
            var origin = origins.get(id);
            if (snippet == null || origin == null) continue;
            lines.add(jshell.sourceCodeAnalysis().wrapper(snippet), origin);
        }
        return lines;
    }
}
