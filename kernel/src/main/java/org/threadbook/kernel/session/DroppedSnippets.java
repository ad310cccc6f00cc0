package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * Makes JShell forget snippets that were dropped, overwritten or rejected. By itself it keeps every
 * snippet with its wrapped source and class file for good, and has the compiler list all class
 * files for each snippet: 7 KB and 4 µs for each expression that was ever evaluated, so that after
 * 3,000 a cell takes twice as long. Its API has no way to change that; so its collections are
 * reached by reflection. Where that is not possible, JShell grows. Used by one thread at a time.
 */
final class DroppedSnippets {
    /**
     * JShell's collections, by the names that they have there.
     *
     * @param snippets all snippets
     * @param keyIndexToSnippet the latest snippet of each id
     * @param dependencies the ids of snippets by the names that they mention
     * @param varMap what identifies a variable, by its name
     * @param classOuters wrapped sources by simple class name
     * @param classObjects class files by binary name, sorted
     * @param classes what is loaded by binary name
     */
    private record Collections(
            Set<Snippet> snippets,
            List<Snippet> keyIndexToSnippet,
            Map<String, Set<Integer>> dependencies,
            Map<String, ?> varMap,
            Map<String, ?> classOuters,
            NavigableMap<String, ?> classObjects,
            Map<String, ?> classes) {}

    private final JShell jshell;
    private final Optional<Collections> collections;

    DroppedSnippets(JShell jshell) {
        this.jshell = jshell;
        this.collections = collections(jshell);
    }

    @SuppressWarnings("unchecked") // if a field is another, the cast or its first use fails
    private static Optional<Collections> collections(JShell jshell) {
        try {
            return Optional.of(
                    new Collections(
                            (Set<Snippet>) PrivateFields.read(jshell, "maps", "snippets"),
                            (List<Snippet>) PrivateFields.read(jshell, "maps", "keyIndexToSnippet"),
                            (Map<String, Set<Integer>>)
                                    PrivateFields.read(jshell, "maps", "dependencies"),
                            (Map<String, ?>) PrivateFields.read(jshell, "keyMap", "varMap"),
                            (Map<String, ?>) PrivateFields.read(jshell, "outerMap", "classOuters"),
                            (NavigableMap<String, ?>)
                                    PrivateFields.read(
                                            jshell, "taskFactory", "fileManager", "classObjects"),
                            (Map<String, ?>) PrivateFields.read(jshell, "classTracker", "map")));
        } catch (NoSuchFieldException
                | IllegalAccessException
                | InaccessibleObjectException
                | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** Forgets those that are no longer active. */
    void forget() {
        if (collections.isEmpty()) return;
        var all = collections.get();
        var gone = new ArrayList<Snippet>();
        for (var each : all.snippets()) if (!jshell.status(each).isActive()) gone.add(each);
        all.snippets().removeAll(gone);
        for (var each : gone) forget(each, all);
    }

    private static void forget(Snippet snippet, Collections all) {
        int index = Integer.parseInt(snippet.id());
        if (all.keyIndexToSnippet().get(index) == snippet) all.keyIndexToSnippet().set(index, null);
        // What is declared again has the same id, and a class of that name may be there.
        if (!KnownSnippets.isPassing(snippet)) return;
        for (var ids : List.copyOf(all.dependencies().values())) ids.remove(index);
        if (snippet instanceof VarSnippet value) all.varMap().remove(value.name());
        var simpleName = "$JShell$" + index;
        all.classOuters().remove(simpleName);
        var nested = all.classObjects().subMap("REPL." + simpleName, "REPL." + simpleName + "%");
        all.classes().keySet().removeAll(List.copyOf(nested.keySet()));
        nested.clear();
    }
}
