package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

import org.jspecify.annotations.Nullable;
import org.threadbook.kernel.display.CellOutput;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The notebook's variables: public static fields of JShell's wrappers. Used by one thread at a
 * time.
 */
final class Variables {
    private final JShell jshell;
    private final ClassStore store;
    private final KnownSnippets known;

    /** The class that holds each variable. */
    private final Map<String, String> classes = new HashMap<>();

    Variables(JShell jshell, ClassStore store, KnownSnippets known) {
        this.jshell = jshell;
        this.store = store;
        this.known = known;
    }

    /**
     * @param name a name
     * @return the variable's snippet; empty if there is no such variable, or not yet its type
     */
    Optional<VarSnippet> find(String name) {
        return jshell.variables()
                .filter(each -> each.name().equals(name))
                .filter(each -> jshell.status(each).isDefined())
                .findFirst();
    }

    /**
     * @return all variables that have their types, by name, in the order of their declaration
     */
    Map<String, CellValue> all() {
        var all = new LinkedHashMap<String, CellValue>();
        jshell.variables()
                .filter(each -> jshell.status(each).isDefined())
                .forEach(each -> all.put(each.name(), value(each)));
        return all;
    }

    /**
     * @param variable a variable
     * @return its value and type
     */
    CellValue value(VarSnippet variable) {
        try {
            return new CellValue(
                    field(known.className(variable), variable).get(null), variable.typeName());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param variable a variable
     * @param value its new value
     * @throws IllegalArgumentException if the value is not of the variable's type
     */
    void set(VarSnippet variable, @Nullable Object value) {
        try {
            field(known.className(variable), variable).set(null, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Called when classes have been committed: where JShell put a variable into another class, its
     * value goes along.
     *
     * @param declared the snippets of this cell, whose variables begin anew
     * @param output where to say which variables lost their values
     */
    void follow(Set<Snippet> declared, CellOutput output) {
        var reset = new ArrayList<String>();
        var gone = new HashSet<>(classes.keySet());
        for (var variable : jshell.variables().toList()) {
            if (!jshell.status(variable).isDefined()) continue;
            gone.remove(variable.name());
            var present = known.className(variable);
            var before = classes.put(variable.name(), present);
            if (before == null || before.equals(present) || declared.contains(variable)) continue;
            if (!move(variable, before, present)) reset.add(variable.name());
        }
        classes.keySet().removeAll(gone);
        reset.addAll(gone);
        if (reset.isEmpty()) return;
        output.err(
                "Note: reset by this cell, because what they use has changed: %s. Run the cells that set them again.\n"
                        .formatted(String.join(", ", reset)));
    }

    private boolean move(VarSnippet variable, String before, String present) {
        try {
            var value = field(before, variable).get(null);
            field(present, variable).set(null, value);
            return true;
        } catch (IllegalArgumentException | LinkageError e) {
            return false;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Field field(String className, VarSnippet variable) {
        try {
            var field = store.load(className).getDeclaredField(variable.name());
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new LinkageError("the variable's field is missing", e);
        }
    }
}
