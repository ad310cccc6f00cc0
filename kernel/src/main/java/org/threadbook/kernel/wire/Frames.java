package org.threadbook.kernel.wire;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whole messages in and out of a socket. To be called by the socket's owner alone. */
final class Frames {
    private static final int ATTEMPTS = 50;

    private Frames() {}

    /**
     * ZeroMQ makes room for what a frame says of its length before anything of it has come, and
     * closes the connection of a sender that says more than this.
     *
     * @return the longest frame that is taken of those whose content is looked at, in bytes
     */
    static long mostBytes() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    /**
     * Waits for a message.
     *
     * @return all its frames, so that the next call starts at the next message whatever this one is
     * @throws org.zeromq.ZMQException when the context is closed
     */
    static List<byte[]> receive(ZMQ.Socket socket) {
        return rest(socket, socket.recv());
    }

    /**
     * @return all frames of a message if one has arrived already
     */
    static Optional<List<byte[]>> poll(ZMQ.Socket socket) {
        byte @Nullable [] first = socket.recv(ZMQ.DONTWAIT);
        return first == null ? Optional.empty() : Optional.of(rest(socket, first));
    }

    private static List<byte[]> rest(ZMQ.Socket socket, byte[] first) {
        var frames = new ArrayList<byte[]>();
        frames.add(first);
        while (socket.hasReceiveMore()) frames.add(socket.recv());
        return frames;
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        int last = frames.size() - 1;
        for (int i = 0; i < last; i++) send(socket, frames.get(i), ZMQ.SNDMORE);
        send(socket, frames.get(last), 0);
    }

    /** Half a message would spoil the next one: a frame for which there is no memory is retried. */
    private static void send(ZMQ.Socket socket, byte[] frame, int flags) {
        for (int attempt = 1; ; attempt++) {
            try {
                socket.send(frame, flags);
                return;
            } catch (OutOfMemoryError e) {
                // The JVM has looked for memory before it threw this, so trying again is no spin.
                if (attempt == ATTEMPTS) throw e;
            }
        }
    }
}
