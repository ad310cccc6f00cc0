package org.threadbook.kernel.session;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The loaders of cells of which the JVM still has a class in use. Thread-safe. */
final class LivingCells {
    private final Set<WeakReference<CellLoader>> loaders = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<CellLoader> gone = new ReferenceQueue<>();

    void add(CellLoader loader) {
        for (var each = gone.poll(); each != null; each = gone.poll()) loaders.remove(each);
        loaders.add(new WeakReference<>(loader, gone));
    }

    /**
     * @param name the binary name of any class
     * @return the class, if it is one of theirs
     */
    Optional<Class<?>> find(String name) {
        if (!ClassNames.isSnippet(name)) return Optional.empty();
        return all().stream().flatMap(loader -> loader.loaded(name).stream()).findFirst();
    }

    /**
     * @param name the binary name of any class
     * @return the cell whose loader loads it, if one does
     */
    Optional<Cell> cell(String name) {
        return all().stream()
                .filter(loader -> loader.loaded(name).isPresent())
                .map(CellLoader::cell)
                .findFirst();
    }

    /**
     * @return those that live now
     */
    List<CellLoader> all() {
        return loaders.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    }
}
