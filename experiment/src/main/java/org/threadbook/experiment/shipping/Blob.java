package org.threadbook.experiment.shipping;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stretch of bytes that may be large: passed along without copying.
 *
 * @param array the array that holds it; not to be changed
 * @param offset where it begins
 * @param length how long it is
 */
public record Blob(byte[] array, int offset, int length) {
    /**
     * @param bytes the bytes
     * @return all of them
     */
    public static Blob of(byte[] bytes) {
        return new Blob(bytes, 0, bytes.length);
    }

    /**
     * @return the bytes in an array of their own
     */
    public byte[] bytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /**
     * @return a stream over the bytes
     */
    public InputStream open() {
        return new ByteArrayInputStream(array, offset, length);
    }
}
