package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.ItemText;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The shortest way through a graph of objects, as Java serialization goes, to one of them.
 *
 * @param label how a person names the step: a field, an index, a key
 * @param object what is found there
 */
record ObjectPath(String label, Object object) {
    /** Beyond this many objects the search is given up. */
    private static final int MOST_OBJECTS = 2_000_000;

    private record Node(Optional<Node> from, ObjectPath step) {}

    private static final class Search {
        private final Deque<Node> open = new ArrayDeque<>();
        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        Optional<Node> find(Predicate<Object> wanted) {
            while (!open.isEmpty() && seen.size() < MOST_OBJECTS) {
                var node = open.remove();
                if (wanted.test(node.step.object)) return Optional.of(node);
                children(node);
            }
            return Optional.empty();
        }

        void add(Optional<Node> from, String label, @Nullable Object object) {
            if (object == null || object instanceof String || object instanceof Class<?>) return;
            if (seen.add(object)) open.add(new Node(from, new ObjectPath(label, object)));
        }

        private void children(Node node) {
            var here = Optional.of(node);
            switch (node.step.object) {
                case Object[] array -> {
                    for (int i = 0; i < Array.getLength(array); i++)
                        add(here, "[" + i + "]", array[i]);
                }
                case Map<?, ?> map ->
                        map.forEach(
                                (key, value) -> {
                                    var text = ItemText.of(key);
                                    add(here, " key " + text, key);
                                    add(here, "[" + text + "]", value);
                                });
                case Collection<?> collection -> {
                    int i = 0;
                    for (var each : collection) add(here, "[" + i++ + "]", each);
                }
                case AtomicReference<?> reference -> add(here, ".get()", reference.get());
                case Enum<?> _ -> {}
                case Object object ->
                        SentLambda.of(object)
                                .map(LambdaShape::captured)
                                .ifPresentOrElse(
                                        captured -> captured(here, captured),
                                        () -> fields(here, object));
            }
        }

        private void captured(Optional<Node> here, Object[] captured) {
            for (int i = 0; i < captured.length; i++)
                add(here, "captured value " + (i + 1), captured[i]);
        }

        private void fields(Optional<Node> here, Object object) {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass())
                for (var field : type.getDeclaredFields())
                    if (travels(field)) value(here, field, object);
        }

        private static boolean travels(Field field) {
            return !field.getType().isPrimitive()
                    && !Modifier.isStatic(field.getModifiers())
                    && !Modifier.isTransient(field.getModifiers());
        }

        private void value(Optional<Node> here, Field field, Object object) {
            try {
                field.setAccessible(true);
                add(here, "." + field.getName(), field.get(object));
            } catch (IllegalAccessException | InaccessibleObjectException _) {
                // Inside the JDK's own classes nobody can look for the reason anyway.
            }
        }
    }

    /**
     * @param root where to begin
     * @param action is given every object that is reached, once
     */
    static void forEach(Object root, Consumer<Object> action) {
        find(
                "",
                root,
                object -> {
                    action.accept(object);
                    return false;
                });
    }

    /**
     * @param label the root's name
     * @param root where to begin
     * @param wanted tells the object that is looked for
     * @return the steps from the root to that object; empty if it is not found
     */
    static List<ObjectPath> find(String label, @Nullable Object root, Predicate<Object> wanted) {
        var search = new Search();
        search.add(Optional.empty(), label, root);
        var path = new LinkedList<ObjectPath>();
        for (var at = search.find(wanted); at.isPresent(); at = at.get().from)
            path.addFirst(at.get().step);
        return path;
    }
}
