package org.threadbook.kernel.wire;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

import java.io.IOException;
import java.time.Duration;

/**
 * The kernel's five channels.
 *
 * <p>Each has a thread of its own, a daemon, that owns the channel's socket and blocks on it.
 *
 * <p>{@link #close} first lets IOPub write what is queued, then closes the ZeroMQ context: this
 * wakes every thread that waits on a socket; it closes its socket and ends. Each step is bounded,
 * since the shell thread may be in a cell that does not end; sockets of such a thread are left to
 * the end of the process.
 */
public final class KernelConnection implements AutoCloseable {
    /** The version of the Jupyter protocol that is spoken here. */
    public static final String PROTOCOL_VERSION = "5.4";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ZMQ.Context context = ZMQ.context(1);
    private final KernelConnectionProperties properties;
    private final IoPub iopub;

    private KernelConnection(KernelConnectionProperties asked, RequestHandler handler)
            throws IOException {
        context.setThreadFactor(KernelConnection::ioThread);
        var codec = new MessageCodec(asked);
        iopub = new IoPub(context, codec);
        var log = new MessageLog();
        var stdin = new Stdin(context, codec, log);
        var heartbeat = new Heartbeat(context);
        var answers = new Answers(handler, iopub, codec, stdin, log);
        var control = new RequestChannel(RequestChannel.Kind.CONTROL, context, codec, answers, log);
        var shell = new RequestChannel(RequestChannel.Kind.SHELL, context, codec, answers, log);
        properties =
                new KernelConnectionProperties(
                        asked.getIp(),
                        bind(control.socket(), asked, asked.getControlPort()),
                        bind(shell.socket(), asked, asked.getShellPort()),
                        bind(stdin.socket(), asked, asked.getStdinPort()),
                        bind(heartbeat.socket(), asked, asked.getHbPort()),
                        bind(iopub.socket(), asked, asked.getIopubPort()),
                        asked.getTransport(),
                        asked.getSignatureScheme(),
                        asked.getKey());
        iopub.publish(MessageType.PUBLISH_STATUS, new byte[0], PublishStatus.STARTING);
        iopub.start();
        heartbeat.start();
        stdin.start();
        control.start();
        shell.start();
    }

    /**
     * ZeroMQ's thread that reads and writes the network. A cell that uses up the heap must not end
     * it: it tries again, which goes well as soon as that cell has failed.
     */
    private static Thread ioThread(Runnable body, String name) {
        return Thread.ofPlatform().name(name).daemon().unstarted(() -> persevere(body));
    }

    private static void persevere(Runnable body) {
        while (true) {
            try {
                body.run();
                return;
            } catch (OutOfMemoryError e) {
                Thread.yield();
            }
        }
    }

    /**
     * Binds the channels and begins to answer.
     *
     * @param properties where; port 0 means any free port
     * @param handler what answers
     * @return the open connection
     * @throws IOException if a port cannot be bound
     * @throws IllegalArgumentException if the signature scheme is unknown
     */
    public static KernelConnection open(
            KernelConnectionProperties properties, RequestHandler handler) throws IOException {
        return new KernelConnection(properties, handler);
    }

    private static int bind(ZMQ.Socket socket, KernelConnectionProperties asked, int port)
            throws IOException {
        socket.setLinger((int) PATIENCE.toMillis());
        socket.setMsgAllocator(FrameRoom.ON_THE_HEAP);
        String host = asked.getTransport() + "://" + asked.getIp() + ":";
        try {
            socket.bind(host + (port == 0 ? "*" : port));
        } catch (ZMQException e) {
            throw new IOException("cannot listen on " + host + port + ": " + e.getMessage(), e);
        }
        String endpoint = socket.getLastEndpoint();
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    /**
     * @return where the channels are, with the ports that were bound
     */
    public KernelConnectionProperties properties() {
        return properties;
    }

    /** Ends all channels. Returns within a few seconds whatever they are doing. */
    @Override
    public void close() {
        try {
            iopub.close(PATIENCE);
            // Waits for the sockets of all threads, and one of them may never come.
            var closing = Thread.ofPlatform().name("closing").daemon().start(context::close);
            closing.join(PATIENCE.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
