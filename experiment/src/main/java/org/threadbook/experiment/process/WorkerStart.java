package org.threadbook.experiment.process;

import org.threadbook.experiment.executor.ExecutorStartException;
import org.threadbook.experiment.link.Link;
import org.threadbook.experiment.link.LinkCodec;
import org.threadbook.experiment.link.ToParent;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts worker processes. The socket is in a new directory that only this user can enter; both are
 * removed as soon as the worker has connected, so none is left behind whatever happens later.
 */
final class WorkerStart {
    private static final long START_LIMIT_S = 30;

    private WorkerStart() {}

    /**
     * Starts a worker in a thread of its own.
     *
     * @return the worker when it has said hello; or fails with {@link ExecutorStartException}. If
     *     nobody wants it any longer, it is to be destroyed
     */
    static CompletableFuture<WorkerHandle> begin() {
        var future = new CompletableFuture<WorkerHandle>();
        Thread.ofPlatform()
                .name("worker start")
                .daemon()
                .start(
                        () -> {
                            try {
                                future.complete(start());
                            } catch (Throwable thrown) {
                                future.completeExceptionally(thrown);
                            }
                        });
        return future;
    }

    private static WorkerHandle start() {
        try {
            // On Unix the directory's permissions are those of its owner alone.
            var directory = Files.createTempDirectory("threadbook");
            var socket = directory.resolve("link");
            // For an exit of this process in the middle of it, in reverse order.
            directory.toFile().deleteOnExit();
            socket.toFile().deleteOnExit();
            try {
                return start(socket);
            } finally {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(directory);
            }
        } catch (IOException thrown) {
            throw new ExecutorStartException(
                    "A worker process could not be started: "
                            + thrown.getMessage()
                            + ". Is there memory for another process, and is the JDK still at "
                            + System.getProperty("java.home")
                            + "?",
                    thrown);
        }
    }

    private static WorkerHandle start(Path socket) throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            long before = System.nanoTime();
            var greeted = new AtomicBoolean();
            var process = WorkerCommand.process(socket).start();
            // Whichever comes first, its end or the limit, ends the wait for its connection.
            process.onExit()
                    .orTimeout(START_LIMIT_S, TimeUnit.SECONDS)
                    .whenComplete(
                            (_, late) -> {
                                close(server);
                                if (late != null && !greeted.get()) process.destroyForcibly();
                            });
            try {
                var handle = greet(process, server.accept(), before);
                greeted.set(true);
                return handle;
            } catch (IOException | RuntimeException thrown) {
                throw failed(process, thrown);
            }
        }
    }

    private static WorkerHandle greet(Process process, SocketChannel channel, long before)
            throws IOException {
        var link = new Link(channel);
        var handle = new WorkerHandle(process, link, new LastWords());
        if (!(LinkCodec.toParent(link.receive()) instanceof ToParent.Hello hello))
            throw new IOException("it did not say hello");
        if (hello.version() != LinkCodec.VERSION)
            throw new IOException(
                    "it speaks version %d, not %d: rebuild and restart the kernel"
                            .formatted(hello.version(), LinkCodec.VERSION));
        long now = System.nanoTime();
        if (hello.nanoTime() < before || hello.nanoTime() > now)
            throw new IOException("its clock (System.nanoTime) differs from that of this JVM");
        handle.watch();
        return handle;
    }

    private static ExecutorStartException failed(Process process, Exception thrown) {
        var words = new LastWords();
        var message = new StringBuilder("A worker process (pid " + process.pid() + ") ");
        message.append(ended(process) ? "ended with exit code " + process.exitValue() : "failed");
        message.append(" while it was starting");
        process.destroyForcibly();
        read(process, words);
        // That the wait for its connection was ended says nothing new.
        boolean telling =
                !(thrown instanceof ClosedChannelException || thrown instanceof EOFException);
        if (telling) message.append(": ").append(thrown.getMessage());
        message.append(words.lines().isEmpty() ? "." : ". It said:");
        for (var line : words.lines()) message.append("\n  ").append(line);
        return new ExecutorStartException(message.toString(), thrown);
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    private static void read(Process process, LastWords words) {
        try {
            words.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            words.add("\n");
            words.add(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException _) {
            // Then what has been read is all there is.
        }
    }

    private static void close(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException _) {
            // It is closed all the same.
        }
    }
}
