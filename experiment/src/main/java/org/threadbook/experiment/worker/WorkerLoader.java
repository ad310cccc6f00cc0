package org.threadbook.experiment.worker;

import org.threadbook.experiment.shipping.ClassBytes;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Defines shipped classes. One loader is one generation: when a class that is known has changed, a
 * new loader takes over, and everything is sent and initialized afresh.
 */
final class WorkerLoader extends ClassLoader {
    private final Map<String, byte[]> shipped = new ConcurrentHashMap<>();
    private final Function<String, Optional<byte[]>> kernel;

    /**
     * @param kernel asks the kernel for a class by its name; empty if it has none
     */
    WorkerLoader(Function<String, Optional<byte[]>> kernel) {
        super("notebook", WorkerLoader.class.getClassLoader());
        this.kernel = kernel;
    }

    void add(ClassBytes added) {
        shipped.put(added.name(), added.bytes());
    }

    boolean has(String name) {
        return shipped.containsKey(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var sent = shipped.get(name);
        // Code may name classes that no task reaches, and the verifier may still want them.
        if (sent == null) sent = kernel.apply(name).orElse(null);
        if (sent == null) throw new ClassNotFoundException(name);
        shipped.put(name, sent);
        return defineClass(name, sent, 0, sent.length);
    }
}
