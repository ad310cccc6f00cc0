package org.threadbook.kernel.client;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A Jupyter client for tests: drives a kernel over its sockets as a notebook does. Frames and
 * signatures are made here, independently of the kernel's. To be used by one thread. Every wait
 * ends with an AssertionError after {@link #PATIENCE}.
 *
 * <pre>{@code
 * try (var client = InProcessKernel.connect()) {
 *     assertThat(client.execute("1 + 1").result()).isEqualTo("2");
 *     var endless = client.start("while (true);");
 *     endless.awaitBusy();
 *     client.interrupt();
 *     assertThat(endless.await().error().name()).isEqualTo("interrupted");
 * }
 * }</pre>
 */
public final class KernelClient implements AutoCloseable {
    /** Far longer than anything takes; what hangs fails instead. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String DELIMITER = "<IDS|MSG>";

    private final ZContext context = new ZContext();
    private final String identity = UUID.randomUUID().toString();
    private final KernelConnectionProperties properties;
    private final AutoCloseable kernel;
    private final ZMQ.Socket shell;
    private final ZMQ.Socket control;
    private final ZMQ.Socket stdin;
    private final ZMQ.Socket heartbeat;
    private final ZMQ.Socket iopub;
    private final List<ClientMessage> published = new ArrayList<>();
    private final List<ClientMessage> replies = new ArrayList<>();
    private int busyStatuses;
    private int idleStatuses;

    /**
     * Connects and waits until the kernel answers.
     *
     * @param kernel what to close after the client
     */
    public KernelClient(KernelConnectionProperties properties, AutoCloseable kernel) {
        this.properties = properties;
        this.kernel = kernel;
        shell = connect(SocketType.DEALER, properties.getShellPort());
        control = connect(SocketType.DEALER, properties.getControlPort());
        stdin = connect(SocketType.DEALER, properties.getStdinPort());
        heartbeat = connect(SocketType.REQ, properties.getHbPort());
        iopub = context.createSocket(SocketType.SUB);
        iopub.subscribe(new byte[0]);
        iopub.connect(address(properties.getIopubPort()));
        awaitSubscription();
    }

    private ZMQ.Socket connect(SocketType type, int port) {
        var socket = context.createSocket(type);
        // The kernel asks on stdin whoever sent the cell on shell, by this name.
        socket.setIdentity(identity.getBytes(UTF_8));
        socket.connect(address(port));
        return socket;
    }

    private String address(int port) {
        return "%s://%s:%d".formatted(properties.getTransport(), properties.getIp(), port);
    }

    /** IOPub says nothing to those who come late: asks until something is heard there. */
    private void awaitSubscription() {
        var end = Instant.now().plus(PATIENCE);
        iopub.setReceiveTimeOut(100);
        byte[] heard = null;
        while (heard == null) {
            if (Instant.now().isAfter(end)) throw new AssertionError("The kernel does not answer.");
            send("kernel_info_request", "{}");
            heard = iopub.recv();
        }
        iopub.setReceiveTimeOut((int) PATIENCE.toMillis());
        while (iopub.hasReceiveMore()) iopub.recv();
        // What was asked too often must not be mistaken for the answer to something later.
        request("kernel_info_request", "{}");
        published.clear();
        replies.clear();
        busyStatuses = 0;
        idleStatuses = 0;
    }

    /** Executes a cell and waits until the kernel is idle again. */
    public Execution execute(String code) {
        return start(code).await();
    }

    /** Executes a cell with more fields in the request, such as {@code 'silent': true}. */
    public Execution execute(String code, String fields) {
        return start(code, fields).await();
    }

    /** Sends a cell and does not wait. */
    public Running start(String code) {
        return start(code, "");
    }

    /** Sends a cell with more fields in the request, and does not wait. */
    public Running start(String code, String fields) {
        var content =
                JsonParser.parseString("{" + fields.replace('\'', '"') + "}").getAsJsonObject();
        content.addProperty("code", code);
        return new Running(send("execute_request", content.toString()));
    }

    /** A cell that was sent. */
    public final class Running {
        private final String id;

        private Running(String id) {
            this.id = id;
        }

        /** Waits until the kernel has begun with it. */
        public Running awaitBusy() {
            awaitPublished(message -> message.type().equals("execute_input"));
            return this;
        }

        /** Waits until it has printed a text, to whichever stream, in one piece. */
        public Running awaitPrinted(String text) {
            awaitPublished(
                    message ->
                            message.type().equals("stream") && message.text("text").contains(text));
            return this;
        }

        private void awaitPublished(Predicate<ClientMessage> condition) {
            KernelClient.this.awaitPublished(
                    message -> message.parentId().equals(id) && condition.test(message));
        }

        /** Waits for its end. */
        public Execution await() {
            return new Execution(awaitReply(shell, id).content(), awaitIdle(id));
        }

        /** What came for it after the client had heard of its end. */
        public ClientMessage awaitLate(String type) {
            return KernelClient.this.awaitPublished(
                    message -> message.parentId().equals(id) && message.type().equals(type));
        }
    }

    /** Sends a request to the shell and waits for its reply and for idle. */
    public JsonObject request(String type, String content) {
        String id = send(type, content);
        var reply = awaitReply(shell, id);
        awaitIdle(id);
        return reply.content();
    }

    /** Sends a request to the control channel and waits for its reply and for idle. */
    public JsonObject requestControl(String type, String content) {
        String id = send(control, type, content);
        var reply = awaitReply(control, id);
        awaitIdle(id);
        return reply.content();
    }

    /** Completes at the cursor, given as "|" in the code. */
    public JsonObject complete(String codeWithCursor) {
        return request("complete_request", atCursor(codeWithCursor));
    }

    /** Inspects at the cursor, given as "|" in the code. */
    public JsonObject inspect(String codeWithCursor) {
        return request("inspect_request", atCursor(codeWithCursor));
    }

    private static String atCursor(String codeWithCursor) {
        int cursor = codeWithCursor.indexOf('|');
        var content = new JsonObject();
        content.addProperty(
                "code", new StringBuilder(codeWithCursor).deleteCharAt(cursor).toString());
        content.addProperty("cursor_pos", codeWithCursor.codePointCount(0, cursor));
        return content.toString();
    }

    /** The answer to an is_complete request. */
    public JsonObject isComplete(String code) {
        var content = new JsonObject();
        content.addProperty("code", code);
        return request("is_complete_request", content.toString());
    }

    /** Interrupts what runs. */
    public JsonObject interrupt() {
        return requestControl("interrupt_request", "{}");
    }

    /** Asks the kernel to end. */
    public JsonObject shutdown() {
        String id = send(control, "shutdown_request", "{\"restart\":false}");
        return awaitReply(control, id).content();
    }

    /** Sends a byte to the heartbeat and waits for it to come back. */
    public String heartbeat(String beat) {
        heartbeat.setReceiveTimeOut((int) PATIENCE.toMillis());
        heartbeat.send(beat);
        return heartbeat.recvStr();
    }

    /** Sends a message to the shell and does not wait; returns its id. */
    public String send(String type, String content) {
        return send(shell, type, content);
    }

    private String send(ZMQ.Socket socket, String type, String content) {
        String id = UUID.randomUUID().toString();
        sendFrames(socket, signed(header(id, type), "{}", "{}", content));
        return id;
    }

    private static String header(String id, String type) {
        var header = new JsonObject();
        header.addProperty("msg_id", id);
        header.addProperty("msg_type", type);
        header.addProperty("session", "test");
        header.addProperty("username", "tester");
        header.addProperty("date", Instant.now().toString());
        header.addProperty("version", "5.4");
        return header.toString();
    }

    /** The frames of a message of any four parts, well signed. */
    public List<String> signed(String... parts) {
        var frames = new ArrayList<>(List.of(DELIMITER, signature(parts)));
        frames.addAll(List.of(parts));
        return frames;
    }

    private String signature(String... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(properties.getKey().getBytes(UTF_8), "HmacSHA256"));
            for (String part : parts) mac.update(part.getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends frames to the shell as they are. */
    public void sendFrames(List<String> frames) {
        sendFrames(shell, frames);
    }

    /** Waits for a question of the kernel. */
    public ClientMessage awaitQuestion() {
        stdin.setReceiveTimeOut((int) PATIENCE.toMillis());
        var question = receive(stdin);
        assertThat(question.type()).isEqualTo("input_request");
        return question;
    }

    /** Takes the questions that have come so far and answers none. */
    public void forgetQuestions() {
        stdin.setReceiveTimeOut(0);
        while (stdin.recv() != null) {}
    }

    /** Answers a question, as JupyterLab does. */
    public void answer(ClientMessage question, String value) {
        answer(question.header().toString(), value);
    }

    /** Answers whatever question is open, as Jupyter's console does. */
    public void answer(String value) {
        answer("{}", value);
    }

    private void answer(String parent, String value) {
        var content = new JsonObject();
        content.addProperty("value", value);
        var header = header(UUID.randomUUID().toString(), "input_reply");
        sendFrames(stdin, signed(header, parent, "{}", content.toString()));
    }

    private static void sendFrames(ZMQ.Socket socket, List<String> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i).getBytes(UTF_8), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private ClientMessage awaitReply(ZMQ.Socket socket, String request) {
        socket.setReceiveTimeOut((int) PATIENCE.toMillis());
        return await(socket, replies, message -> message.parentId().equals(request));
    }

    /** Waits for a message on IOPub, or finds it among those that nobody has asked for yet. */
    public ClientMessage awaitPublished(Predicate<ClientMessage> condition) {
        while (true) {
            for (var message : published) if (condition.test(message)) return message;
            published.add(receivePublished());
        }
    }

    /** Drops what was published so far and nobody has asked for. */
    public void forgetPublished() {
        published.clear();
    }

    /** How often the kernel said that it is busy, for whomever. */
    public int busyStatuses() {
        return busyStatuses;
    }

    /** How often the kernel said that it is idle, for whomever. */
    public int idleStatuses() {
        return idleStatuses;
    }

    private ClientMessage receivePublished() {
        var message = receive(iopub);
        if (message.type().equals("status")) {
            switch (message.text("execution_state")) {
                case "busy" -> busyStatuses++;
                case "idle" -> idleStatuses++;
                default -> {}
            }
        }
        return message;
    }

    private List<ClientMessage> awaitIdle(String request) {
        awaitPublished(message -> message.isIdleAfter(request));
        var mine =
                published.stream().filter(message -> message.parentId().equals(request)).toList();
        published.removeAll(mine);
        return mine;
    }

    private ClientMessage await(
            ZMQ.Socket socket, List<ClientMessage> earlier, Predicate<ClientMessage> condition) {
        for (Iterator<ClientMessage> each = earlier.iterator(); each.hasNext(); ) {
            var message = each.next();
            if (condition.test(message)) {
                each.remove();
                return message;
            }
        }
        while (true) {
            var message = receive(socket);
            if (condition.test(message)) return message;
            earlier.add(message);
        }
    }

    private ClientMessage receive(ZMQ.Socket socket) {
        var frames = new ArrayList<String>();
        do {
            byte[] frame = socket.recv();
            if (frame == null) {
                throw new AssertionError("Nothing came in " + PATIENCE + "; so far: " + published);
            }
            frames.add(new String(frame, UTF_8));
        } while (socket.hasReceiveMore());
        if (!frames.get(frames.indexOf(DELIMITER) + 1).equals(signatureOf(frames))) {
            throw new AssertionError("The kernel signed wrongly: " + frames);
        }
        return ClientMessage.of(frames);
    }

    private String signatureOf(List<String> frames) {
        int first = frames.indexOf(DELIMITER) + 2;
        return signature(frames.subList(first, first + 4).toArray(String[]::new));
    }

    /** Disconnects, then ends the kernel if it is this client's. */
    @Override
    public void close() {
        context.close();
        try {
            kernel.close();
        } catch (Exception e) {
            throw new AssertionError("The kernel did not close", e);
        }
    }
}
