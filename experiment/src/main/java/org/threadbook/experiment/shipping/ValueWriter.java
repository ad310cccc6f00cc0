package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Writes tasks and results as bytes. Most are lambdas that capture numbers and strings, numbers,
 * and records of these: they take a few bytes, a lambda only the number of its shape and what it
 * captures. A large array is one block. Everything else is Java serialization of the whole value,
 * which alone keeps apart or together what is one object or two. Used by one thread.
 */
public final class ValueWriter {
    /** Strings up to here always fit {@link DataOutputStream#writeUTF}. */
    private static final int SHORT_STRING = 20_000;

    /** What is larger or deeper may share parts, and goes through serialization. */
    private static final int DEEPEST = 8;

    private static final int LARGEST_NESTED = 64 * 1024;

    private final ObjectWriter.Met met;
    private final Map<Class<?>, LambdaShape> shapes = new IdentityHashMap<>();
    private final Set<Class<?>> told = new HashSet<>();
    private final ByteSink sink = new ByteSink();
    private final DataOutputStream out = new DataOutputStream(sink);

    /**
     * @param met is told of classes and lambdas in what is written
     */
    public ValueWriter(ObjectWriter.Met met) {
        this.met = met;
    }

    /**
     * @param value what to write
     * @return its bytes, for a {@link ValueReader}; lambdas are serialized in full
     * @throws IOException if something in it cannot be serialized
     */
    public Blob bytes(@Nullable Object value) throws IOException {
        return bytes(value, Optional.empty());
    }

    /**
     * @param value what to write
     * @param numbers the numbers of shapes that the reader knows or is told before it reads
     * @return its bytes, for a {@link ValueReader}
     * @throws IOException if something in it cannot be serialized
     */
    public Blob bytes(@Nullable Object value, ToIntFunction<LambdaShape> numbers)
            throws IOException {
        return bytes(value, Optional.of(numbers));
    }

    private Blob bytes(@Nullable Object value, Optional<ToIntFunction<LambdaShape>> numbers)
            throws IOException {
        sink.clear();
        if (!new Compact(numbers).write(value, 0, true)) {
            sink.clear();
            out.writeByte(ValueTag.SERIALIZED);
            ObjectWriter.write(value, sink, met);
        }
        return sink.take();
    }

    /** Writes one value; methods return false if it needs serialization. */
    private final class Compact {
        private final Optional<ToIntFunction<LambdaShape>> numbers;

        Compact(Optional<ToIntFunction<LambdaShape>> numbers) {
            this.numbers = numbers;
        }

        /**
         * @param soleArray whether an array here would be the only one, so that no other can be the
         *     same
         */
        boolean write(@Nullable Object value, int depth, boolean soleArray) throws IOException {
            if (value == null) out.writeByte(ValueTag.NULL);
            else if (value instanceof Integer number) tagged(ValueTag.INT).writeInt(number);
            else if (value instanceof Long number) tagged(ValueTag.LONG).writeLong(number);
            else if (value instanceof Double number) tagged(ValueTag.DOUBLE).writeDouble(number);
            else if (value instanceof Float number) tagged(ValueTag.FLOAT).writeFloat(number);
            else if (value instanceof Short number) tagged(ValueTag.SHORT).writeShort(number);
            else if (value instanceof Byte number) tagged(ValueTag.BYTE).writeByte(number);
            else if (value instanceof Character unit) tagged(ValueTag.CHAR).writeChar(unit);
            else if (value instanceof Boolean truth) tagged(ValueTag.BOOLEAN).writeBoolean(truth);
            else if (value instanceof String text && text.length() <= SHORT_STRING)
                tagged(ValueTag.STRING).writeUTF(text);
            else
                return depth < DEEPEST
                        && sink.size() < LARGEST_NESTED
                        && (soleArray && array(value) || structured(value, depth, soleArray));
            return true;
        }

        private DataOutputStream tagged(byte tag) throws IOException {
            out.writeByte(tag);
            return out;
        }

        private boolean array(Object value) throws IOException {
            if (value instanceof byte[] array)
                header(ValueTag.BYTES, array.length, Byte.BYTES).put(array);
            else if (value instanceof int[] array)
                header(ValueTag.INTS, array.length, Integer.BYTES).asIntBuffer().put(array);
            else if (value instanceof long[] array)
                header(ValueTag.LONGS, array.length, Long.BYTES).asLongBuffer().put(array);
            else if (value instanceof double[] array)
                header(ValueTag.DOUBLES, array.length, Double.BYTES).asDoubleBuffer().put(array);
            else return false;
            return true;
        }

        private ByteBuffer header(byte tag, int length, int elementBytes) throws IOException {
            out.writeByte(tag);
            out.writeInt(length);
            return sink.room((long) length * elementBytes);
        }

        private boolean structured(Object value, int depth, boolean soleArray) throws IOException {
            if (value instanceof Record) {
                var form = RecordForm.of(value.getClass());
                return form.isPresent() && record(value, form.get(), depth);
            }
            if (numbers.isEmpty()) return false;
            var lambda = SentLambda.of(value);
            return lambda.isPresent() && lambda(value, lambda.get(), depth, soleArray);
        }

        private boolean record(Object value, RecordForm form, int depth) throws IOException {
            if (told.add(value.getClass())) met.type(value.getClass());
            out.writeByte(ValueTag.RECORD);
            out.writeUTF(value.getClass().getName());
            out.writeByte(form.size());
            for (int i = 0; i < form.size(); i++)
                if (!write(form.component(i, value), depth + 1, false)) return false;
            return true;
        }

        private boolean lambda(Object value, SerializedLambda lambda, int depth, boolean soleArray)
                throws IOException {
            var shape = shapes.get(value.getClass());
            if (shape == null) {
                met.lambda(lambda);
                shape = LambdaShape.of(lambda);
                shapes.put(value.getClass(), shape);
            }
            var captured = LambdaShape.captured(lambda);
            boolean oneArray = soleArray && arrays(captured) == 1;
            out.writeByte(ValueTag.LAMBDA);
            out.writeInt(numbers.orElseThrow().applyAsInt(shape));
            out.writeByte(captured.length);
            for (var each : captured) if (!write(each, depth + 1, oneArray)) return false;
            return true;
        }

        private static int arrays(Object[] captured) {
            int arrays = 0;
            for (Object each : captured) if (each != null && each.getClass().isArray()) arrays++;
            return arrays;
        }
    }
}
