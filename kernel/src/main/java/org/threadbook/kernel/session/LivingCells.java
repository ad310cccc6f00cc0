package org.threadbook.kernel.session;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The loaders of cells of which the JVM still has a class in use. Thread-safe. */
final class LivingCells {
    private static final class Reference extends WeakReference<CellLoader> {
        private final List<String> names;

        Reference(CellLoader loader, ReferenceQueue<CellLoader> gone) {
            super(loader, gone);
            names = loader.names();
        }
    }

    private final Map<String, Reference> byName = new ConcurrentHashMap<>();
    private final ReferenceQueue<CellLoader> gone = new ReferenceQueue<>();

    /**
     * @param loader all of whose classes are loaded
     */
    void add(CellLoader loader) {
        for (var each = gone.poll(); each != null; each = gone.poll()) {
            byName.keySet().removeAll(((Reference) each).names);
        }
        var reference = new Reference(loader, gone);
        for (var name : reference.names) byName.put(name, reference);
    }

    /**
     * @param name the binary name of any class
     * @return the class, if it is one of theirs
     */
    Optional<Class<?>> find(String name) {
        return loader(name).flatMap(loader -> loader.loaded(name));
    }

    private Optional<CellLoader> loader(String name) {
        return Optional.ofNullable(byName.get(name)).map(WeakReference::get);
    }

    /**
     * @param name the binary name of any class
     * @return the cell whose loader loads it, if one does
     */
    Optional<Cell> cell(String name) {
        return loader(name).map(CellLoader::cell);
    }

    /**
     * @return those that live now
     */
    List<CellLoader> all() {
        return byName.values().stream()
                .distinct()
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
