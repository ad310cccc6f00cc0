package org.threadbook.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Loads one copy of {@link Loops}, with what is nested in it. */
final class LoopsLoader extends ClassLoader {
    private static final String LOOPS = Loops.class.getName();
    private static final MethodType TYPE = MethodType.methodType(long.class);

    /** Stands for a loop where none is loaded yet. */
    static final MethodHandle NONE = MethodHandles.zero(long.class);

    private final Weaving weaving;

    LoopsLoader(Weaving weaving) {
        super(LoopsLoader.class.getClassLoader());
        this.weaving = weaving;
    }

    /**
     * @param name the name of a method of {@link Loops}
     * @return that method of this copy, of type {@code ()long}
     */
    MethodHandle loop(String name) throws ReflectiveOperationException {
        return MethodHandles.lookup().findStatic(loadClass(LOOPS), name, TYPE);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.equals(LOOPS) && !name.startsWith(LOOPS + "$")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            if (loaded != null) return loaded;
            var bytes = weaving.apply(name, compiled(name));
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] compiled(String name) throws ClassNotFoundException {
        try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) throw new ClassNotFoundException(name);
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }
}
