package org.threadbook.experiment.link;

import org.threadbook.experiment.shipping.Blob;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Builds the bytes of a message; large blobs are referred to, not copied. */
public final class FrameWriter {
    /** From this size on copying costs more than another write. */
    private static final int LARGE = 32 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final List<ByteBuffer> done = new ArrayList<>();
    private long doneBytes;

    FrameWriter() {
        putInt(0);
    }

    /**
     * @return the message, preceded by its length, as the pieces to be written one after another
     */
    List<ByteBuffer> pieces() {
        cut();
        long length = doneBytes - Integer.BYTES;
        if (length > Integer.MAX_VALUE - 1024)
            throw new IllegalArgumentException(
                    "a message to or from a worker process cannot exceed 2 GB; this has "
                            + length
                            + " bytes");
        done.getFirst().putInt(0, (int) length);
        return done;
    }

    FrameWriter putByte(int value) {
        return put(() -> out.writeByte(value));
    }

    FrameWriter putBoolean(boolean value) {
        return put(() -> out.writeBoolean(value));
    }

    FrameWriter putInt(int value) {
        return put(() -> out.writeInt(value));
    }

    FrameWriter putLong(long value) {
        return put(() -> out.writeLong(value));
    }

    FrameWriter putLong(OptionalLong value) {
        putBoolean(value.isPresent());
        return putLong(value.orElse(0));
    }

    FrameWriter putText(String text) {
        // UTF-16 would be exact for halves of surrogate pairs, but twice the size for all others.
        return putBlob(Blob.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    FrameWriter putBlob(Blob blob) {
        putInt(blob.length());
        if (blob.length() < LARGE)
            return put(() -> out.write(blob.array(), blob.offset(), blob.length()));
        cut();
        add(ByteBuffer.wrap(blob.array(), blob.offset(), blob.length()));
        return this;
    }

    private void cut() {
        if (bytes.size() == 0) return;
        add(ByteBuffer.wrap(bytes.toByteArray()));
        bytes.reset();
    }

    private void add(ByteBuffer piece) {
        done.add(piece);
        doneBytes += piece.remaining();
    }

    private interface Put {
        void run() throws IOException;
    }

    private FrameWriter put(Put put) {
        try {
            put.run();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return this;
    }
}
