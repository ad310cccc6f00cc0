package org.threadbook.kernel.wire;

import org.dflib.jjava.jupyter.messages.MessageType;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The channel on which all clients hear what happens.
 *
 * <p>Any thread publishes: it makes the frames and queues them. One thread owns the socket and
 * writes them in the order of the queue. Statuses never wait. Output waits while {@value
 * #BYTES_AHEAD} bytes of output are queued, so that a cell which prints faster than the client
 * reads does not fill the heap, and its interrupt does not wait behind what it printed; but not
 * longer than {@link #PATIENCE}, so that a client which reads no more cannot hold the kernel. An
 * interrupt ends the wait. The socket drops nothing for a slow reader.
 *
 * <p>{@link #close} writes what is queued; closing the ZeroMQ context ends the thread also while it
 * waits for a reader.
 */
final class IoPub {
    private static final int BYTES_AHEAD = 1 << 20;
    private static final int MESSAGES_AHEAD_IN_SOCKET = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Less than a stopped cell is given to end, but enough that it cannot flood the heap. */
    private static final Duration PATIENCE_OF_INTERRUPTED = Duration.ofMillis(40);

    /** Subscriptions are all that a client sends, and ZeroMQ keeps them in a tree of bytes. */
    private static final int LONGEST_TOPIC = 1024;

    /**
     * @param frames what to write; may be none
     * @param written what to do then
     */
    private record Queued(List<byte[]> frames, Runnable written) {}

    private static final Runnable NOTHING = () -> {};
    private static final Queued END = new Queued(List.of(), NOTHING);

    private final MessageCodec codec;
    private final ZMQ.Socket socket;
    private final LinkedBlockingQueue<Queued> queue = new LinkedBlockingQueue<>();
    private final Semaphore bytesAhead = new Semaphore(BYTES_AHEAD, true);
    private final Thread writer = Thread.ofPlatform().name("iopub").daemon().unstarted(this::write);

    IoPub(ZMQ.Context context, MessageCodec codec) {
        this.codec = codec;
        this.socket = context.socket(SocketType.PUB);
        socket.setSndHWM(MESSAGES_AHEAD_IN_SOCKET);
        socket.setXpubNoDrop(true);
        socket.setMaxMsgSize(LONGEST_TOPIC);
    }

    /**
     * @return the socket, to be bound before {@link #start}
     */
    ZMQ.Socket socket() {
        return socket;
    }

    void start() {
        writer.start();
    }

    /** Publishes a message that is small and must not wait. */
    void publish(MessageType<?> type, byte[] parentHeader, Object content) {
        queue.add(new Queued(frames(type, parentHeader, content), NOTHING));
    }

    /** Publishes output of a cell. */
    void publishOutput(MessageType<?> type, byte[] parentHeader, Object content) {
        var frames = frames(type, parentHeader, content);
        int size = Math.min(frames.stream().mapToInt(frame -> frame.length).sum(), BYTES_AHEAD);
        queue.add(new Queued(frames, awaitRoom(size) ? () -> bytesAhead.release(size) : NOTHING));
    }

    /** Waits until all is written that was published so far, but not for a client that sleeps. */
    void awaitWritten() throws InterruptedException {
        var written = new CountDownLatch(1);
        queue.add(new Queued(List.of(), written::countDown));
        // Whether it was or the patience is at an end, what follows is to be done.
        boolean _ = written.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<byte[]> frames(MessageType<?> type, byte[] parentHeader, Object content) {
        var topic = type.getName().getBytes(StandardCharsets.US_ASCII);
        return codec.encode(List.of(topic), type, parentHeader, content);
    }

    private boolean awaitRoom(int bytes) {
        boolean interrupted = Thread.interrupted();
        var patience = interrupted ? PATIENCE_OF_INTERRUPTED : PATIENCE;
        try {
            return bytesAhead.tryAcquire(bytes, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try (socket) {
            while (true) {
                var next = queue.take();
                if (next == END) return;
                if (!next.frames().isEmpty()) Frames.send(socket, next.frames());
                next.written().run();
            }
        } catch (ZMQException e) {
            WireLog.ended("iopub", e);
        } catch (InterruptedException e) {
            // Nobody does that; it would be meant as an end.
        }
    }

    /** Ends the thread when it has written what is queued, and waits for that. */
    void close(Duration patience) throws InterruptedException {
        queue.add(END);
        writer.join(patience);
    }
}
