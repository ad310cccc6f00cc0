package org.threadbook.experiment.link;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One end of the connection between the kernel and a worker: whole messages over a socket.
 *
 * <p>Any thread may send; one thread receives. The channel does not block, for two reasons: the
 * interrupt of a thread that is just sending would close a blocking channel, and a peer that has
 * stopped reading must not hold up the sender. What the socket does not take is kept, and the
 * receiving thread writes it when there is room. So there must always be a thread in {@link
 * #receive}. {@code unsent} is guarded by {@code lock}; the input belongs to the receiving thread.
 */
public final class Link implements Closeable {
    private static final int CHUNK = 128 * 1024;

    /** A sender that can wait waits above this. */
    private static final long MUCH_UNSENT = 4 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private long unsentBytes;
    private boolean closed;

    private final ByteBuffer input = ByteBuffer.allocateDirect(CHUNK).flip();

    /**
     * @param channel a connected channel, which the link closes
     * @throws IOException if it is closed already
     */
    public Link(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    /**
     * Sends a message, or keeps it until the peer reads. Never blocks.
     *
     * @param pieces a message of the {@link LinkCodec}
     * @throws IOException if the connection is closed
     */
    public void send(List<ByteBuffer> pieces) throws IOException {
        lock.lock();
        try {
            enqueue(pieces);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a message; waits, deaf to interrupts, while the peer is far behind. Not to be called by
     * the receiving thread.
     *
     * @param pieces a message of the {@link LinkCodec}
     * @throws IOException if the connection is closed
     */
    public void sendWhenRoom(List<ByteBuffer> pieces) throws IOException {
        lock.lock();
        try {
            while (unsentBytes > MUCH_UNSENT && !closed) room.awaitUninterruptibly();
            enqueue(pieces);
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(List<ByteBuffer> pieces) throws IOException {
        if (closed) throw new EOFException("the connection is closed");
        boolean first = unsent.isEmpty();
        for (var piece : pieces) {
            unsent.add(piece);
            unsentBytes += piece.remaining();
        }
        if (!first) return;
        write();
        if (!unsent.isEmpty()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            selector.wakeup();
        }
    }

    private void write() throws IOException {
        while (!unsent.isEmpty()) {
            var piece = unsent.getFirst();
            while (piece.hasRemaining()) {
                // The JDK copies what it is given into a direct buffer of the same size.
                int size = Math.min(CHUNK, piece.remaining());
                int written = channel.write(piece.slice(piece.position(), size));
                if (written == 0) return;
                piece.position(piece.position() + written);
                unsentBytes -= written;
            }
            unsent.removeFirst();
        }
    }

    /**
     * Waits for the next message.
     *
     * @return its bytes without the length
     * @throws IOException at the end of the connection, an {@link EOFException} if the peer closed
     *     it
     */
    public byte[] receive() throws IOException {
        while (input.remaining() < Integer.BYTES) fill();
        int length = input.getInt();
        if (length < 0) throw new IOException("a message of " + length + " bytes");
        var frame = new byte[length];
        int filled = 0;
        while (true) {
            int size = Math.min(input.remaining(), length - filled);
            input.get(frame, filled, size);
            filled += size;
            if (filled == length) return frame;
            fill();
        }
    }

    private void fill() throws IOException {
        input.compact();
        try {
            int read;
            while ((read = channel.read(input)) == 0) await();
            if (read < 0) throw new EOFException("the peer has closed the connection");
        } finally {
            input.flip();
        }
    }

    private void await() throws IOException {
        try {
            selector.select();
            selector.selectedKeys().clear();
            // A select that an interrupt ended would spin.
            var _ = Thread.interrupted();
        } catch (ClosedSelectorException _) {
            throw new EOFException("the connection was closed");
        }
        lock.lock();
        try {
            if (unsent.isEmpty() || closed) return;
            write();
            if (unsentBytes <= MUCH_UNSENT) room.signalAll();
            if (unsent.isEmpty()) key.interestOps(SelectionKey.OP_READ);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection; whoever sends or receives gets an exception. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            unsent.clear();
            room.signalAll();
            selector.close();
            channel.close();
        } finally {
            lock.unlock();
        }
    }
}
