package org.threadbook.kernel.wire;

import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * The shell or the control channel: takes one request after another and has it answered.
 *
 * <p>One thread owns the socket: it waits for a request, runs it, and writes the reply, so that
 * nobody else touches the socket. Requests that arrive while one runs wait in the socket. The
 * thread ends when the ZeroMQ context is closed. A message that cannot be read is dropped with a
 * line in the log.
 */
final class RequestChannel {
    private record Waiting(Request request, boolean aborted) {}

    /** The channels, named as in messages to people. */
    enum Kind {
        SHELL,
        CONTROL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final ZMQ.Socket socket;
    private final MessageCodec codec;
    private final Answers answers;
    private final MessageLog log;
    private final Incoming incoming;

    /** Requests that were read ahead of their turn. Belongs to the channel's thread. */
    private Deque<Waiting> waiting = new ArrayDeque<>();

    RequestChannel(
            Kind kind, ZMQ.Context context, MessageCodec codec, Answers answers, MessageLog log) {
        this.kind = kind;
        this.socket = context.socket(SocketType.ROUTER);
        this.codec = codec;
        this.answers = answers;
        this.log = log;
        this.incoming = new Incoming(kind, codec, log);
        socket.setMaxMsgSize(Frames.mostBytes());
        // A client that comes back under its identity takes the place of the connection it lost.
        socket.setRouterHandover(true);
    }

    ZMQ.Socket socket() {
        return socket;
    }

    @Override
    public String toString() {
        return kind.toString();
    }

    /**
     * @return whether cells are executed here; only one thread does that
     */
    boolean executesCells() {
        return kind == Kind.SHELL;
    }

    void start() {
        Thread.ofPlatform().name(kind.toString()).daemon().start(this::run);
    }

    private void run() {
        try (socket) {
            while (true) {
                answerNextThatFits();
                // ZeroMQ closes the socket of a thread that is interrupted.
                Thread.interrupted();
            }
        } catch (ZMQException e) {
            WireLog.ended(kind, e);
        }
    }

    /** A cell may use up the heap while a request is read. */
    private void answerNextThatFits() {
        try {
            answerNext();
        } catch (OutOfMemoryError e) {
            // There was no memory even to say so. A line in the log would need some too.
        }
    }

    private void answerNext() {
        var next = next();
        try {
            if (next.aborted()) answers.abort(next.request(), this);
            else answers.answer(next.request(), this);
        } catch (ZMQException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Whatever one request does to the kernel, the channel answers the next.
            log.failed(next.request().header().getType(), e);
        }
    }

    private Waiting next() {
        var first = waiting.poll();
        while (first == null) {
            first =
                    incoming.read(Frames.receive(socket))
                            .map(request -> new Waiting(request, false))
                            .orElse(null);
        }
        return first;
    }

    /**
     * Answers a request. To be called by the channel's thread.
     *
     * @param request what is answered
     * @param type the reply's type
     * @param reply the reply
     */
    void reply(Request request, MessageType<?> type, Object reply) {
        Frames.send(
                socket,
                codec.encode(request.identities(), type, request.headerJson(), codec.reply(reply)));
    }

    /**
     * Lets the executions that have arrived by now be answered as aborted. To be called by the
     * channel's thread, before it replies to the one that failed: what a client sends in answer to
     * that reply is executed.
     */
    void abortQueued() {
        var all = new ArrayDeque<Waiting>();
        waiting.forEach(earlier -> all.add(abort(earlier.request())));
        for (var frames = Frames.poll(socket); frames.isPresent(); frames = Frames.poll(socket)) {
            incoming.read(frames.get()).map(RequestChannel::abort).ifPresent(all::add);
        }
        waiting = all;
    }

    private static Waiting abort(Request request) {
        return new Waiting(request, request.content() instanceof ExecuteRequest);
    }
}
