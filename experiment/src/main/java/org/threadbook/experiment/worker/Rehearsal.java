package org.threadbook.experiment.worker;

import org.threadbook.experiment.TaskBody;
import org.threadbook.experiment.link.Link;
import org.threadbook.experiment.link.LinkCodec;
import org.threadbook.experiment.link.ToParent;
import org.threadbook.experiment.link.ToWorker;
import org.threadbook.experiment.shipping.Closure;
import org.threadbook.experiment.shipping.LambdaShape;
import org.threadbook.experiment.shipping.ValueReader;
import org.threadbook.experiment.shipping.ValueWriter;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays kernel and worker in one process, so that a JVM that records an AOT cache meets all that a
 * worker does until its first results.
 */
final class Rehearsal {
    private Rehearsal() {}

    static void run() throws Exception {
        var directory = Files.createTempDirectory("threadbook");
        var address = UnixDomainSocketAddress.of(directory.resolve("link"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            var worker = Thread.ofPlatform().name("worker").daemon().start(() -> work(address));
            try (var link = new Link(server.accept())) {
                play(link);
            }
            worker.join();
        } finally {
            Files.deleteIfExists(address.getPath());
            Files.deleteIfExists(directory);
        }
    }

    private static void work(UnixDomainSocketAddress address) {
        try {
            var channel = SocketChannel.open(address);
            new Worker(new Link(channel), Throwable::printStackTrace).follow();
        } catch (IOException _) {
            // The play is over.
        }
    }

    private static void play(Link link) throws IOException, ClassNotFoundException {
        LinkCodec.toParent(link.receive());
        var closure = new Closure();
        var writer = new ValueWriter(closure);
        var reader = new ValueReader(closure.loader());
        Map<LambdaShape, Integer> shapes = new HashMap<>();
        link.send(LinkCodec.encode(new ToWorker.BeginRound()));
        long id = 0;
        for (var body : bodies()) {
            var bytes = writer.bytes(body, shape -> shapes.merge(shape, 0, (old, _) -> old));
            for (var shape : shapes.keySet())
                link.send(LinkCodec.encode(new ToWorker.DefineShape(0, shape)));
            shapes.clear();
            var task = new ToWorker.SentTask(id++, bytes);
            link.send(LinkCodec.encode(new ToWorker.RunTasks(List.of(task))));
            while (!(LinkCodec.toParent(link.receive()) instanceof ToParent.Finished finished)) {}
            reader.read(finished.value());
        }
    }

    private static List<TaskBody<?>> bodies() {
        var list = new ArrayList<>(List.of("text", 1, 2L, 3.0));
        int number = 7;
        TaskBody<Integer> compact = () -> number * number;
        TaskBody<List<Object>> serialized = () -> new ArrayList<>(list);
        TaskBody<Object> printing =
                () -> {
                    System.out.println("rehearsal");
                    return new double[10];
                };
        TaskBody<Object> failing =
                () -> {
                    throw new IllegalStateException("rehearsal");
                };
        return List.of(compact, serialized, printing, failing);
    }
}
