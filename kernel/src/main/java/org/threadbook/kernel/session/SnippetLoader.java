package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads the classes of snippets: the notebook's declarations, or those that are a {@link
 * CellLoader}'s. Thread-safe.
 *
 * <p>{@link #getResourceAsStream} gives the bytes of these classes as they are defined now: that is
 * where the process pool reads what it ships to workers.
 */
class SnippetLoader extends ClassLoader {
    private final Map<String, byte[]> bytesByName = new ConcurrentHashMap<>();

    SnippetLoader(String name, ClassLoader parent) {
        super(name, parent);
    }

    /**
     * @param bytesByName classes by binary name; all are known before any is defined, since a
     *     nested class may arrive before its host
     */
    void add(Map<String, byte[]> bytesByName) {
        this.bytesByName.putAll(bytesByName);
    }

    /**
     * @return the binary names of the classes that were added
     */
    List<String> names() {
        return List.copyOf(bytesByName.keySet());
    }

    /**
     * @param name the binary name of a class that was added
     * @return its bytes
     */
    byte[] bytes(String name) {
        return Optional.ofNullable(bytesByName.get(name)).orElseThrow();
    }

    /**
     * @param name the binary name of a class that was added, here or to the parent
     * @return the class
     */
    Class<?> load(String name) {
        try {
            return Class.forName(name, false, this);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("the snippet's class is missing", e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var bytes = bytesByName.get(name);
        if (bytes == null) throw new ClassNotFoundException(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        if (name.endsWith(".class")) {
            var className = name.substring(0, name.length() - ".class".length()).replace('/', '.');
            var bytes = bytesByName.get(className);
            if (bytes != null) return new ByteArrayInputStream(bytes);
        }
        return getParent().getResourceAsStream(name);
    }
}
