package org.threadbook.experiment.link;

import org.threadbook.experiment.shipping.Blob;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads the parts of a message in the order in which they were put. */
final class FrameReader {
    private final ByteBuffer frame;

    FrameReader(byte[] frame) {
        this.frame = ByteBuffer.wrap(frame);
    }

    byte takeByte() {
        return frame.get();
    }

    boolean takeBoolean() {
        return frame.get() != 0;
    }

    int takeInt() {
        return frame.getInt();
    }

    long takeLong() {
        return frame.getLong();
    }

    OptionalLong takeOptionalLong() {
        boolean present = takeBoolean();
        long value = takeLong();
        return present ? OptionalLong.of(value) : OptionalLong.empty();
    }

    String takeText() {
        var blob = takeBlob();
        return new String(blob.array(), blob.offset(), blob.length(), StandardCharsets.UTF_8);
    }

    Blob takeBlob() {
        int length = takeInt();
        var blob = new Blob(frame.array(), frame.position(), length);
        frame.position(frame.position() + length);
        return blob;
    }

    byte[] takeBytes() {
        var bytes = new byte[takeInt()];
        frame.get(bytes);
        return bytes;
    }

    <T> List<T> takeList(Supplier<T> element) {
        int size = takeInt();
        var list = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) list.add(element.get());
        return list;
    }
}
