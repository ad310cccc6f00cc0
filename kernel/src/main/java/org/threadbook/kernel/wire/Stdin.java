package org.threadbook.kernel.wire;

import static org.threadbook.kernel.wire.WireLog.LOG;

import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.jspecify.annotations.Nullable;
import org.threadbook.kernel.display.InputRefusedException;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The channel on which the kernel asks and the client answers (Jupyter messaging, "Messages on the
 * stdin channel").
 *
 * <p>One thread owns the socket and waits for messages and for questions. Who asks is a thread of
 * the user's, which gets interrupted, and a channel of the JDK is closed by that under whoever
 * writes to it: so it only leaves its question, and a thread that nobody interrupts wakes the
 * owner. One question is open at a time, guarded by the turn; it is over when who asked has left,
 * and an answer that comes when none is open, or to another one, is dropped. The thread ends when
 * the ZeroMQ context is closed, and refuses the open question then.
 */
final class Stdin {
    /** A client's stdin connection may come up later than the one on which it sent the cell. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long RETRY_MILLIS = 20;

    /** Then it is looked whether there is a question, however many messages follow. */
    private static final int MESSAGES_AT_ONCE = 100;

    private static final String CHANNEL = "stdin";

    private static final String NOT_LISTENING =
            "the client that sent this cell does not listen for questions (its stdin channel is not"
                    + " connected). Set the value in a variable instead.";

    private static final class Question {
        final List<byte[]> identities;
        final Header<?> header;
        final List<byte[]> frames;
        final CompletableFuture<String> answer = new CompletableFuture<>();
        final long asked = System.nanoTime();

        /** Belongs to the channel's thread. */
        boolean sent;

        Question(List<byte[]> identities, Header<?> header, List<byte[]> frames) {
            this.identities = identities;
            this.header = header;
            this.frames = frames;
        }

        boolean isAnsweredBy(Request reply) {
            return sent
                    && (reply.parentId().isEmpty() || reply.parentId().equals(header.getId()))
                    && Arrays.equals(reply.identities().getFirst(), identities.getFirst());
        }
    }

    private final ZMQ.Context context;
    private final ZMQ.Socket socket;
    private final MessageCodec codec;
    private final MessageLog log;
    private final Incoming incoming;
    private final Pipe wake;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    /** Written under the turn. */
    private volatile Optional<Question> open = Optional.empty();

    Stdin(ZMQ.Context context, MessageCodec codec, MessageLog log) throws IOException {
        this.context = context;
        this.codec = codec;
        this.log = log;
        this.incoming = new Incoming(CHANNEL, codec, log);
        wake = Pipe.open();
        wake.source().configureBlocking(false);
        socket = context.socket(SocketType.ROUTER);
        socket.setMaxMsgSize(Frames.mostBytes());
        socket.setRouterHandover(true);
        // Says if the client is not there, instead of dropping the question.
        socket.setRouterMandatory(true);
    }

    ZMQ.Socket socket() {
        return socket;
    }

    void start() {
        Thread.ofPlatform().name("stdin").daemon().start(this::run);
    }

    /**
     * Asks the client that sent a request, and waits for the answer or for whoever else completes
     * it.
     *
     * @param request the execute request
     * @param prompt what to show
     * @param password whether the answer is to be hidden
     * @param end completed exceptionally if there is no use in waiting any longer
     * @return the answer
     */
    String ask(Request request, String prompt, boolean password, CompletableFuture<String> end)
            throws InterruptedException, IOException {
        turn.lockInterruptibly();
        try {
            var header = codec.newHeader(MessageType.INPUT_REQUEST);
            var content = new InputRequest(prompt, password);
            var question =
                    new Question(
                            request.identities(),
                            header,
                            codec.encode(
                                    request.identities(), header, request.headerJson(), content));
            open = Optional.of(question);
            wake();
            return (String) CompletableFuture.anyOf(question.answer, end, closed).get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            open = Optional.empty();
            turn.unlock();
        }
    }

    private static IOException rethrown(@Nullable Throwable failure) {
        return switch (failure) {
            case InputRefusedException refused -> throw refused;
            case IOException e -> e;
            case null, default -> new IOException(failure);
        };
    }

    private void wake() {
        Thread.ofPlatform().name("stdin wake").daemon().start(this::writeWake);
    }

    private void writeWake() {
        try {
            wake.sink().write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            // The channel is closed, and what was open is refused.
        }
    }

    private void run() {
        try (socket;
                var poller = context.poller(2)) {
            poller.register(socket, ZMQ.Poller.POLLIN);
            poller.register(wake.source(), ZMQ.Poller.POLLIN);
            while (true) {
                boolean retry = open.filter(question -> !question.sent).isPresent();
                poller.poll(retry ? RETRY_MILLIS : -1);
                receiveAll();
                drainWake();
                open.filter(question -> !question.sent).ifPresent(this::send);
            }
        } catch (ZMQException e) {
            WireLog.ended(CHANNEL, e);
        } catch (IOException e) {
            LOG.error("The stdin channel broke: no input from now on", e);
        } finally {
            close();
        }
    }

    private void receiveAll() {
        for (int i = 0; i < MESSAGES_AT_ONCE; i++) {
            var frames = Frames.poll(socket);
            if (frames.isEmpty()) return;
            incoming.read(frames.get()).ifPresent(this::receive);
        }
    }

    private void receive(Request message) {
        var question = open;
        if (!(message.content() instanceof InputReply reply)) {
            log.dropped(CHANNEL, "it is no answer, but " + message.header().getType());
        } else if (question.isPresent() && question.get().isAnsweredBy(message)) {
            question.get().answer.complete(reply.getValue());
        } else {
            log.dropped(CHANNEL, "nobody waits for this answer any more");
        }
    }

    private void send(Question question) {
        try {
            Frames.send(socket, question.frames);
            question.sent = true;
        } catch (ZMQException e) {
            if (e.getErrorCode() != ZMQ.Error.EHOSTUNREACH.getCode()) throw e;
            if (System.nanoTime() - question.asked > PATIENCE_NANOS) {
                question.answer.completeExceptionally(new InputRefusedException(NOT_LISTENING));
                question.sent = true;
            }
        }
    }

    private void drainWake() throws IOException {
        var bytes = ByteBuffer.allocate(64);
        while (wake.source().read(bytes) > 0) bytes.clear();
    }

    private void close() {
        closed.completeExceptionally(new IOException("the kernel ends"));
        try {
            wake.source().close();
            wake.sink().close();
        } catch (IOException e) {
            LOG.warn("The stdin channel did not close in order", e);
        }
    }
}
