package org.threadbook.experiment.shipping;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Collects bytes and gives them away without copying where they are many. Used by one thread. */
final class ByteSink extends OutputStream {
    private static final int SMALL = 256;

    /** From this size on a new buffer costs less than a copy. */
    private static final int LARGE = 32 * 1024;

    private byte[] buffer = new byte[SMALL];
    private int size;

    @Override
    public void write(int oneByte) {
        ensure(1);
        buffer[size++] = (byte) oneByte;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ensure(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /**
     * @param length how many bytes will be put, less than 2 GB
     * @return where to put them, in the order of this machine's own memory
     */
    ByteBuffer room(long length) {
        ensure(length);
        var room = ByteBuffer.wrap(buffer, size, (int) length).order(ByteOrder.LITTLE_ENDIAN);
        size += (int) length;
        return room;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Gives what was collected, and begins anew. */
    Blob take() {
        if (size < LARGE) {
            var copy = Arrays.copyOf(buffer, size);
            size = 0;
            return Blob.of(copy);
        }
        var blob = new Blob(buffer, 0, size);
        buffer = new byte[SMALL];
        size = 0;
        return blob;
    }

    private void ensure(long more) {
        if (size + more <= buffer.length) return;
        long least = size + more;
        if (least > Integer.MAX_VALUE - 64)
            throw new OutOfMemoryError("a value of more than 2 GB cannot be sent at once");
        long doubled = Math.min(2L * buffer.length, Integer.MAX_VALUE - 64);
        buffer = Arrays.copyOf(buffer, (int) Math.max(least, doubled));
    }
}
