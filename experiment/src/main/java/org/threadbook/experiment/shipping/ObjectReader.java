package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/** Reads what {@link ObjectWriter} wrote; classes are those of a given loader. */
public final class ObjectReader extends ObjectInputStream {
    private final ClassLoader loader;
    private final LambdaLinker linker;

    private ObjectReader(InputStream in, ClassLoader loader, LambdaLinker linker)
            throws IOException {
        super(in);
        this.loader = loader;
        this.linker = linker;
        enableResolveObject(true);
    }

    /**
     * @param bytes where to read the object
     * @param loader where to find its classes
     * @param linker links its lambdas
     * @return the object
     * @throws IOException if the bytes do not fit the classes here
     * @throws ClassNotFoundException if there is no such class here
     */
    public static @Nullable Object read(InputStream bytes, ClassLoader loader, LambdaLinker linker)
            throws IOException, ClassNotFoundException {
        try (var reader = new ObjectReader(bytes, loader, linker)) {
            return reader.readObject();
        }
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
            throws IOException, ClassNotFoundException {
        try {
            return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException _) {
            // Also knows the names of primitive types.
            return super.resolveClass(description);
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
        var types = new Class<?>[interfaces.length];
        for (int i = 0; i < types.length; i++)
            types[i] = Class.forName(interfaces[i], false, loader);
        return Proxy.newProxyInstance(loader, types, (_, _, _) -> null).getClass();
    }

    @Override
    protected Object resolveObject(Object object) throws IOException {
        return object instanceof LambdaRef(var shape, var captured)
                ? linker.lambda(shape, captured)
                : object;
    }
}
