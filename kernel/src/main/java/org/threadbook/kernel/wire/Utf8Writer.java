package org.threadbook.kernel.wire;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gathers what is written as UTF-8: much output passes here, and would otherwise be copied as
 * characters several times. A piece must not end within a surrogate pair. Used by one thread.
 */
final class Utf8Writer extends Writer {
    private byte[] bytes;
    private int length;

    /**
     * @param expected how many bytes there will be, more or less
     */
    Utf8Writer(int expected) {
        bytes = new byte[expected];
    }

    /**
     * @return all that was written
     */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void write(String text, int from, int count) {
        makeRoom(count);
        int next = from;
        int end = from + count;
        while (next < end && text.charAt(next) < 0x80) bytes[length++] = (byte) text.charAt(next++);
        if (next < end) append(text.substring(next, end).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(int character) {
        write(Character.toString((char) character), 0, 1);
    }

    @Override
    public void write(char[] text, int from, int count) {
        write(new String(text, from, count), 0, count);
    }

    private void append(byte[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void makeRoom(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
