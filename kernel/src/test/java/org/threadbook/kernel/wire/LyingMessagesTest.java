package org.threadbook.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.threadbook.kernel.wire.ScriptedHandler.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.threadbook.kernel.client.Connections;
import org.threadbook.kernel.client.KernelClient;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Whatever is sent to the ports, the kernel answers afterwards as before. Sends {@code
 * threadbook.fuzz.messages} messages (100,000), but ends after {@code threadbook.fuzz.seconds}
 * (60); {@code threadbook.fuzz.seed} makes others.
 */
@Timeout(300)
class LyingMessagesTest {
    private static final int MESSAGES = Integer.getInteger("threadbook.fuzz.messages", 100_000);
    private static final long SECONDS = Long.getLong("threadbook.fuzz.seconds", 60);
    private static final long SEED = Long.getLong("threadbook.fuzz.seed", 1);
    private static final int BATCH = 200;

    private final ScriptedHandler handler = new ScriptedHandler();
    private final ZContext context = new ZContext();
    private KernelConnectionProperties properties;
    private KernelClient client;

    @BeforeEach
    void connect() throws Exception {
        handler.scripts.put(
                "ask", (_, _, input) -> result(input.ask("?", false).toUpperCase(Locale.ROOT)));
        var connection = KernelConnection.open(Connections.anyPorts(), handler);
        properties = connection.properties();
        client = new KernelClient(properties, connection);
    }

    @AfterEach
    void disconnect() {
        context.close();
        client.close();
    }

    private ZMQ.Socket hostile(SocketType type, int port) {
        var socket = context.createSocket(type);
        socket.setLinger(0);
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    private List<Integer> ports() {
        return List.of(
                properties.getShellPort(),
                properties.getControlPort(),
                properties.getStdinPort(),
                properties.getHbPort(),
                properties.getIopubPort());
    }

    @Test
    void anyNumberOfThemLeavesTheKernelUnharmed(TestReporter reporter) throws Exception {
        assertHealthy();
        long heapBefore = usedHeap();
        var threadsBefore = Thread.getAllStackTraces().keySet().size();
        var messages = new LyingMessages(SEED, properties.getKey());
        var channels =
                List.of(
                        hostile(SocketType.DEALER, properties.getShellPort()),
                        hostile(SocketType.DEALER, properties.getControlPort()),
                        hostile(SocketType.DEALER, properties.getStdinPort()));
        var heartbeat = hostile(SocketType.DEALER, properties.getHbPort());
        var iopub = hostile(SocketType.XSUB, properties.getIopubPort());
        var hostiles = new ArrayList<>(channels);
        hostiles.add(heartbeat);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int sent = 0;
        while (sent < MESSAGES && System.nanoTime() < end) {
            for (int i = 0; i < BATCH; i++, sent++) {
                if (messages.chance(10)) Frames.send(heartbeat, messages.noise());
                else if (messages.chance(20)) iopub.send(messages.junk(60));
                else Frames.send(channels.get(sent % 3), messages.next());
            }
            // What the kernel sent back is not looked at, but must not pile up.
            for (var socket : hostiles) while (Frames.poll(socket).isPresent()) {}
            client.requestControl("kernel_info_request", "{}");
            client.request("kernel_info_request", "{}");
            client.forgetPublished();
        }
        reporter.publishEntry("messages", "" + sent);
        context.close();

        assertHealthy();
        assertThat(client.busyStatuses()).as("busy and idle").isEqualTo(client.idleStatuses());
        assertThat(Thread.getAllStackTraces().keySet().size())
                .as("threads")
                .isLessThanOrEqualTo(threadsBefore + 2);
        assertThat(usedHeap()).as("heap").isLessThan(heapBefore + (64 << 20));
    }

    /** Every channel does what it is for. */
    private void assertHealthy() {
        assertThat(client.heartbeat("alive")).isEqualTo("alive");
        assertThat(client.requestControl("kernel_info_request", "{}").has("banner")).isTrue();
        assertThat(client.request("kernel_info_request", "{}").has("banner")).isTrue();
        var cell = client.start("ask");
        client.answer(client.awaitQuestion(), "yes");
        assertThat(cell.await().result()).isEqualTo("YES");
    }

    private static long usedHeap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void whatIsNoZeroMqAtAllIsNoHarmEither() throws Exception {
        var messages = new LyingMessages(SEED, properties.getKey());
        for (int i = 0; i < 200; i++) {
            for (int port : ports()) {
                try (var socket = new Socket("127.0.0.1", port)) {
                    socket.getOutputStream().write(messages.junk(2000));
                } catch (IOException e) {
                    // The kernel may close it while we still write.
                }
            }
        }
        assertHealthy();
    }

    /** The greeting and the handshake are right; then a frame says that it has so many bytes. */
    @Test
    void roomIsNotMadeForWhatAFrameOnlySaysOfItself() throws Exception {
        for (long length : new long[] {Long.MAX_VALUE, -1, 1L << 40, Integer.MAX_VALUE}) {
            for (int port : ports()) sendFrame(port, length, new byte[100]);
        }
        assertHealthy();
    }

    @Test
    void aTopicOfAnyLengthDoesNotEndTheOutput() throws Exception {
        for (int length : new int[] {2, 1000, 1024, 1025, 500_000, 5_000_000}) {
            var subscription = new byte[length];
            subscription[0] = 1;
            sendFrame(properties.getIopubPort(), length, subscription);
            assertHealthy();
        }
    }

    private void sendFrame(int port, long length, byte[] bytes) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            var out = socket.getOutputStream();
            out.write(greeting());
            out.write(ready(port == properties.getIopubPort() ? "SUB" : "DEALER"));
            out.write(ByteBuffer.allocate(9).put((byte) 2).putLong(length).array());
            out.write(bytes);
            out.flush();
            // Until the kernel has answered the handshake, it may not have read what follows.
            socket.setSoTimeout(200);
            while (socket.getInputStream().read() >= 0) {}
        } catch (IOException e) {
            // It may close the connection while we still write, or leave it open.
        }
    }

    private static byte[] greeting() {
        var greeting = new byte[64];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(UTF_8), 0, greeting, 12, 4);
        return greeting;
    }

    private static byte[] ready(String type) {
        var command = new ByteArrayOutputStream();
        command.writeBytes(new byte[] {5, 'R', 'E', 'A', 'D', 'Y', 11});
        command.writeBytes("Socket-Type".getBytes(UTF_8));
        command.writeBytes(new byte[] {0, 0, 0, (byte) type.length()});
        command.writeBytes(type.getBytes(UTF_8));
        var frame = new ByteArrayOutputStream();
        frame.write(4);
        frame.write(command.size());
        frame.writeBytes(command.toByteArray());
        return frame.toByteArray();
    }

    @Test
    void aRequestTooLargeToBeReadIsRefusedWithAReason() {
        String code = "x".repeat(Oversized.MOST_BYTES);
        var execution = client.execute(code);
        assertThat(execution.status()).isEqualTo("error");
        assertThat(execution.error().name()).isEqualTo("MessageTooLarge");
        assertThat(execution.error().message()).contains("bytes", "Put large data into a file");
        var reply = client.requestControl("complete_request", "{\"code\": \"" + code + "\"}");
        assertThat(reply.get("ename").getAsString()).isEqualTo("MessageTooLarge");
        assertHealthy();
    }

    @Test
    void aHeaderThatWouldBeRepeatedEverywhereIsNotTaken() {
        var header =
                "{\"msg_id\": \"%s\", \"msg_type\": \"kernel_info_request\"}"
                        .formatted("x".repeat(100_000));
        client.sendFrames(client.signed(header, "{}", "{}", "{}"));
        assertHealthy();
        assertThat(client.busyStatuses()).isEqualTo(client.idleStatuses());
    }
}
