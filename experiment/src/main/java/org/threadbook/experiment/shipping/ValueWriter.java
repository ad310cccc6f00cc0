package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Writes tasks and results as bytes. Most are lambdas that capture numbers and strings, and
 * numbers: these take a few bytes, a lambda only the number of its shape and what it captures.
 * Everything else is Java serialization of the whole value. Used by one thread.
 */
public final class ValueWriter {
    /** Strings up to here always fit {@link DataOutputStream#writeUTF}. */
    private static final int SHORT_STRING = 20_000;

    private final ObjectWriter.Met met;
    private final Map<Class<?>, LambdaShape> shapes = new IdentityHashMap<>();
    private final ByteArrayOutputStream scratch = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(scratch);

    /**
     * @param met is told of classes and lambdas in what is written
     */
    public ValueWriter(ObjectWriter.Met met) {
        this.met = met;
    }

    /**
     * @param value what to write
     * @return its bytes, for a {@link ValueReader}; lambdas at its top are serialized in full
     * @throws IOException if something in it cannot be serialized
     */
    public byte[] bytes(@Nullable Object value) throws IOException {
        return bytes(value, Optional.empty());
    }

    /**
     * @param value what to write
     * @param numbers the numbers of shapes that the reader knows or is told before it reads
     * @return its bytes, for a {@link ValueReader}
     * @throws IOException if something in it cannot be serialized
     */
    public byte[] bytes(@Nullable Object value, ToIntFunction<LambdaShape> numbers)
            throws IOException {
        return bytes(value, Optional.of(numbers));
    }

    private byte[] bytes(@Nullable Object value, Optional<ToIntFunction<LambdaShape>> numbers)
            throws IOException {
        scratch.reset();
        if (!compact(value, numbers)) {
            scratch.reset();
            out.writeByte(ValueTag.SERIALIZED);
            out.write(ObjectWriter.bytes(value, met));
        }
        return scratch.toByteArray();
    }

    /**
     * @return false if the value needs serialization; what was written then is to be dropped
     */
    private boolean compact(@Nullable Object value, Optional<ToIntFunction<LambdaShape>> numbers)
            throws IOException {
        switch (value) {
            case null -> out.writeByte(ValueTag.NULL);
            case Integer number -> {
                out.writeByte(ValueTag.INT);
                out.writeInt(number);
            }
            case Long number -> {
                out.writeByte(ValueTag.LONG);
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte(ValueTag.DOUBLE);
                out.writeDouble(number);
            }
            case Float number -> {
                out.writeByte(ValueTag.FLOAT);
                out.writeFloat(number);
            }
            case Short number -> {
                out.writeByte(ValueTag.SHORT);
                out.writeShort(number);
            }
            case Byte number -> {
                out.writeByte(ValueTag.BYTE);
                out.writeByte(number);
            }
            case Character character -> {
                out.writeByte(ValueTag.CHAR);
                out.writeChar(character);
            }
            case Boolean truth -> {
                out.writeByte(ValueTag.BOOLEAN);
                out.writeBoolean(truth);
            }
            case String text when text.length() <= SHORT_STRING -> {
                out.writeByte(ValueTag.STRING);
                out.writeUTF(text);
            }
            default -> {
                return numbers.isPresent() && lambda(value, numbers);
            }
        }
        return true;
    }

    private boolean lambda(Object value, Optional<ToIntFunction<LambdaShape>> numbers)
            throws IOException {
        var parts = SentLambda.of(value);
        if (parts.isEmpty()) return false;
        var shape = shapes.get(value.getClass());
        if (shape == null) {
            met.lambda(parts.get());
            shape = LambdaShape.of(parts.get());
            shapes.put(value.getClass(), shape);
        }
        out.writeByte(ValueTag.LAMBDA);
        out.writeInt(numbers.orElseThrow().applyAsInt(shape));
        int captured = parts.get().getCapturedArgCount();
        out.writeByte(captured);
        for (int i = 0; i < captured; i++)
            if (!compact(parts.get().getCapturedArg(i), numbers)) return false;
        return true;
    }
}
