package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Reads what a {@link ValueWriter} wrote. Used by one thread. */
public final class ValueReader {
    private final ClassLoader loader;
    private final LambdaLinker linker;
    private final Map<Integer, LambdaShape> shapes = new HashMap<>();
    private final Map<String, RecordForm> records = new HashMap<>();

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
     * @param blob a written value
     * @return the value
     * @throws IOException if the bytes do not fit the classes here
     * @throws ClassNotFoundException if there is no such class here
     */
    public @Nullable Object read(Blob blob) throws IOException, ClassNotFoundException {
        return new Input(blob).read();
    }

    private final class Input {
        private final ByteBuffer bytes;
        private final DataInputStream in;

        Input(Blob blob) {
            bytes =
                    ByteBuffer.wrap(blob.array(), blob.offset(), blob.length())
                            .order(ByteOrder.LITTLE_ENDIAN);
            in = new DataInputStream(new BufferInput(bytes));
        }

        @Nullable Object read() throws IOException, ClassNotFoundException {
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
                case ValueTag.LAMBDA -> lambda();
                case ValueTag.RECORD -> record();
                case ValueTag.BYTES -> {
                    var array = new byte[in.readInt()];
                    bytes.get(array);
                    yield array;
                }
                case ValueTag.INTS -> {
                    var array = new int[in.readInt()];
                    bytes.asIntBuffer().get(array);
                    yield skip(array, (long) array.length * Integer.BYTES);
                }
                case ValueTag.LONGS -> {
                    var array = new long[in.readInt()];
                    bytes.asLongBuffer().get(array);
                    yield skip(array, (long) array.length * Long.BYTES);
                }
                case ValueTag.DOUBLES -> {
                    var array = new double[in.readInt()];
                    bytes.asDoubleBuffer().get(array);
                    yield skip(array, (long) array.length * Double.BYTES);
                }
                case ValueTag.SERIALIZED -> ObjectReader.read(in, loader, linker);
                default -> throw new StreamCorruptedException("no value starts with " + tag);
            };
        }

        private Object skip(Object array, long length) {
            bytes.position(bytes.position() + (int) length);
            return array;
        }

        private Object lambda() throws IOException, ClassNotFoundException {
            int number = in.readInt();
            var shape = shapes.get(number);
            if (shape == null) throw new StreamCorruptedException("lambda shape " + number);
            return linker.lambda(shape, values());
        }

        private Object record() throws IOException, ClassNotFoundException {
            var name = in.readUTF();
            var form = records.get(name);
            if (form == null) {
                form =
                        RecordForm.of(Class.forName(name, false, loader))
                                .orElseThrow(() -> new InvalidClassException(name, "no record"));
                records.put(name, form);
            }
            return form.make(values());
        }

        private @Nullable Object[] values() throws IOException, ClassNotFoundException {
            var values = new @Nullable Object[in.readUnsignedByte()];
            for (int i = 0; i < values.length; i++) values[i] = read();
            return values;
        }
    }

    /** Reads where the buffer stands, so that both can be used in turn. */
    private static final class BufferInput extends InputStream {
        private final ByteBuffer bytes;

        BufferInput(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.hasRemaining() ? bytes.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (!bytes.hasRemaining()) return length == 0 ? 0 : -1;
            int size = Math.min(length, bytes.remaining());
            bytes.get(into, offset, size);
            return size;
        }

        @Override
        public int available() {
            return bytes.remaining();
        }
    }
}
