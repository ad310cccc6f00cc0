package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.util.HashMap;
import java.util.Map;

/** Reads what a {@link ValueWriter} wrote. Used by one thread. */
public final class ValueReader {
    private final ClassLoader loader;
    private final LambdaLinker linker;
    private final Map<Integer, LambdaShape> shapes = new HashMap<>();

    /**
     * @param loader where to find classes
     */
    public ValueReader(ClassLoader loader) {
        this.loader = loader;
        this.linker = new LambdaLinker(loader);
    }

    /**
     * @return the loader of what is read
     */
    public ClassLoader loader() {
        return loader;
    }

    /**
     * @return what links the lambdas that are read
     */
    public LambdaLinker linker() {
        return linker;
    }

    /**
     * @param number the number by which values will refer to a shape
     * @param shape the shape
     */
    public void define(int number, LambdaShape shape) {
        shapes.put(number, shape);
    }

    /**
     * @param bytes a written value, up to the stream's end
     * @return the value
     * @throws IOException if the bytes do not fit the classes here
     * @throws ClassNotFoundException if there is no such class here
     */
    public @Nullable Object read(InputStream bytes) throws IOException, ClassNotFoundException {
        return read(new DataInputStream(bytes));
    }

    private @Nullable Object read(DataInputStream in) throws IOException, ClassNotFoundException {
        byte tag = in.readByte();
        return switch (tag) {
            case ValueTag.NULL -> null;
            case ValueTag.INT -> in.readInt();
            case ValueTag.LONG -> in.readLong();
            case ValueTag.DOUBLE -> in.readDouble();
            case ValueTag.FLOAT -> in.readFloat();
            case ValueTag.SHORT -> in.readShort();
            case ValueTag.BYTE -> in.readByte();
            case ValueTag.CHAR -> in.readChar();
            case ValueTag.BOOLEAN -> in.readBoolean();
            case ValueTag.STRING -> in.readUTF();
            case ValueTag.LAMBDA -> lambda(in);
            case ValueTag.SERIALIZED -> ObjectReader.read(in, loader, linker);
            default -> throw new StreamCorruptedException("no value starts with " + tag);
        };
    }

    private Object lambda(DataInputStream in) throws IOException, ClassNotFoundException {
        int number = in.readInt();
        var shape = shapes.get(number);
        if (shape == null) throw new StreamCorruptedException("lambda shape " + number);
        var captured = new Object[in.readUnsignedByte()];
        for (int i = 0; i < captured.length; i++) captured[i] = read(in);
        return linker.lambda(shape, captured);
    }
}
