package org.threadbook.experiment.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Values come back as they were written, in few bytes where they are simple. */
class ValuesTest {
    private final ValueWriter writer = new ValueWriter(_ -> true);
    private final ValueReader reader = new ValueReader(ValuesTest.class.getClassLoader());

    record Point(int x, @Nullable String name) implements Serializable {}

    record Segment(Point from, Point to) implements Serializable {}

    record Pair(@Nullable Object first, @Nullable Object second) implements Serializable {}

    record Celsius(double degrees) implements Serializable {
        private Object writeReplace() throws ObjectStreamException {
            return new Celsius(degrees + 1);
        }
    }

    interface Numbers extends Supplier<Object>, Serializable {}

    private @Nullable Object again(@Nullable Object value) throws Exception {
        return reader.read(writer.bytes(value));
    }

    static Stream<Object> simple() {
        return Stream.of(
                1,
                -1L,
                2.5,
                2.5f,
                (short) 3,
                (byte) -4,
                'ä',
                true,
                "",
                "𝔘 \ud800 \0",
                new Point(1, "a"),
                new Point(2, null),
                new Segment(new Point(1, "b"), new Point(3, "c")));
    }

    @ParameterizedTest
    @MethodSource("simple")
    void simpleValuesTakeFewBytes(Object value) throws Exception {
        assertThat(again(value)).isEqualTo(value);
        assertThat(writer.bytes(value).length()).isLessThan(250);
    }

    @Test
    void nullIsAValue() throws Exception {
        assertThat(again(null)).isNull();
    }

    static Stream<Object> large() {
        var doubles = new double[100_000];
        Arrays.setAll(doubles, Math::sqrt);
        var longs = new long[9];
        Arrays.setAll(longs, i -> Long.MIN_VALUE + i);
        return Stream.of(
                doubles,
                longs,
                new int[] {1, -2},
                new byte[] {1, -2},
                new float[] {1.5f},
                new String[] {"a"},
                "x".repeat(100_000),
                List.of(1, "b", new Point(1, "c")));
    }

    @ParameterizedTest
    @MethodSource("large")
    void arraysAndCollections(Object value) throws Exception {
        assertThat(again(value)).isEqualTo(value);
    }

    @Test
    void oneArrayReachedTwiceStaysOne() throws Exception {
        var array = new int[] {1};
        var pair = (Pair) again(new Pair(array, array));
        assertThat(pair.first()).isSameAs(pair.second());
        var list = new ArrayList<>(List.of(1));
        var lists = (Pair) again(new Pair(list, new Pair(1, list)));
        assertThat(lists.first()).isSameAs(((Pair) lists.second()).second());
    }

    @Test
    void recordsThatShareTheirPartsDoNotExplode() throws Exception {
        Pair value = new Pair(1, 2);
        for (int i = 0; i < 60; i++) value = new Pair(value, value);
        assertThat(writer.bytes(value).length()).isLessThan(100_000);
    }

    @Test
    void aRecordsOwnSerializedFormIsKept() throws Exception {
        assertThat(again(new Celsius(1))).isEqualTo(new Celsius(2));
    }

    @Test
    void aLambdaIsItsNumberAndWhatItCaptures() throws Exception {
        var array = new double[] {1, 2};
        int number = 3;
        Numbers numbers = () -> List.of(array[1], number);
        var shapes = new ArrayList<LambdaShape>();
        var bytes =
                writer.bytes(
                        numbers,
                        shape -> {
                            shapes.add(shape);
                            return 7;
                        });
        reader.define(7, shapes.getFirst());
        assertThat(bytes.length()).isLessThan(50);
        assertThat(((Numbers) reader.read(bytes)).get()).isEqualTo(List.of(2.0, 3));
    }

    @Test
    void brokenBytesAreAnIOException() {
        assertThat(catchThrowable(() -> reader.read(Blob.of(new byte[] {99}))))
                .isInstanceOf(IOException.class);
    }
}
