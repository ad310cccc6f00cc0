package org.threadbook.kernel.wire;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A client in the kernel's own process, for a run that warms the kernel up along the way that real
 * requests take. Belongs to one thread.
 */
public final class LoopbackClient implements AutoCloseable {
    private final ZMQ.Context context = ZMQ.context(1);
    private final ZMQ.Socket shell = context.socket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.socket(SocketType.SUB);
    private final MessageCodec codec;

    /**
     * Connects to a kernel.
     *
     * @param properties where it listens
     * @param patience how long to wait for each answer
     */
    public LoopbackClient(KernelConnectionProperties properties, Duration patience) {
        codec = new MessageCodec(properties);
        String host = properties.getTransport() + "://" + properties.getIp() + ":";
        shell.setReceiveTimeOut((int) patience.toMillis());
        shell.setLinger(0);
        shell.connect(host + properties.getShellPort());
        iopub.subscribe(new byte[0]);
        iopub.setLinger(0);
        iopub.connect(host + properties.getIopubPort());
    }

    /** Asks what a client asks first. */
    public boolean kernelInfo() {
        return ask(MessageType.KERNEL_INFO_REQUEST, new KernelInfoRequest());
    }

    /**
     * @param code a cell to execute
     * @return whether it was answered in time
     */
    public boolean execute(String code) {
        return ask(
                MessageType.EXECUTE_REQUEST,
                new ExecuteRequest(code, false, true, Map.of(), false, false));
    }

    /**
     * @param code a cell to complete at its end
     * @return whether it was answered in time
     */
    public boolean complete(String code) {
        int cursor = CursorPosition.toCodePoints(code, code.length());
        return ask(MessageType.COMPLETE_REQUEST, new CompleteRequest(code, cursor));
    }

    private boolean ask(MessageType<?> type, Object content) {
        Frames.send(shell, codec.encode(List.of(), type, new byte[0], content));
        if (shell.recv() == null) return false;
        while (shell.hasReceiveMore()) shell.recv();
        while (Frames.poll(iopub).isPresent()) {
            // What is published is not looked at, but must not pile up.
        }
        return true;
    }

    @Override
    public void close() {
        shell.close();
        iopub.close();
        context.close();
    }
}
