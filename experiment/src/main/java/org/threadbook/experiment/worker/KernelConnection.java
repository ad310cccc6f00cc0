package org.threadbook.experiment.worker;

import org.threadbook.experiment.link.Link;
import org.threadbook.experiment.link.LinkCodec;
import org.threadbook.experiment.link.ToParent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What the threads of a worker say to the kernel. Thread-safe. */
final class KernelConnection {
    private final Link link;
    private final Map<String, CompletableFuture<Optional<byte[]>>> wanted =
            new ConcurrentHashMap<>();

    KernelConnection(Link link) {
        this.link = link;
    }

    /** Sends from any thread but the one that receives; waits while the kernel is far behind. */
    void send(ToParent message) {
        try {
            link.sendWhenRoom(LinkCodec.encode(message));
        } catch (IOException thrown) {
            // The receiving thread notices too, and ends this process.
            throw new UncheckedIOException(thrown);
        }
    }

    /** Sends from the thread that receives. */
    void answer(ToParent message) throws IOException {
        link.send(LinkCodec.encode(message));
    }

    /** Waits for the kernel to send a class. */
    Optional<byte[]> fetch(String className) {
        var answer = new CompletableFuture<Optional<byte[]>>();
        var earlier = wanted.putIfAbsent(className, answer);
        if (earlier != null) return earlier.join();
        send(new ToParent.NeedClass(className));
        return answer.join();
    }

    void found(String className, Optional<byte[]> bytes) {
        var answer = wanted.remove(className);
        if (answer != null) answer.complete(bytes);
    }
}
