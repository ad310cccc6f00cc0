package org.threadbook.kernel.wire;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Sends back whatever comes, from a thread of its own, which ends when the context is closed. A
 * ROUTER, as in ipykernel: a REP refuses to go on after a message that is no request.
 */
final class Heartbeat {
    private static final long MOST_BYTES = 1 << 20;

    private final ZMQ.Socket socket;

    Heartbeat(ZMQ.Context context) {
        socket = context.socket(SocketType.ROUTER);
        socket.setMaxMsgSize(MOST_BYTES);
    }

    ZMQ.Socket socket() {
        return socket;
    }

    void start() {
        Thread.ofPlatform().name("heartbeat").daemon().start(this::echo);
    }

    private void echo() {
        try (socket) {
            while (true) Frames.send(socket, Frames.receive(socket));
        } catch (ZMQException e) {
            WireLog.ended("heartbeat", e);
        }
    }
}
