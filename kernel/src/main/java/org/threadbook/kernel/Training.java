package org.threadbook.kernel;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.threadbook.kernel.wire.KernelConnection;
import org.threadbook.kernel.wire.LoopbackClient;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A run that does what the first minutes of a notebook do, so that the JVM can record in an AOT
 * cache what it loads and links for that: {@code java -XX:AOTCacheOutput=FILE -jar
 * threadbook-kernel.jar --train}.
 */
final class Training {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> CELLS =
            List.of(
                    "1 + 1",
                    """
                    int square(int number) {
                        return number * number;
                    }
                    record Point(int x, int y) {}
                    var points = new ArrayList<Point>(List.of(new Point(1, 2)));
                    System.out.println("%s %d".formatted(points, square(4)));
                    points.stream().map(Point::x).toList()\
                    """,
                    "display(points).update(points.size());",
                    "int[] numbers = IntStream.range(0, 10).toArray();\nnumbers",
                    "throw new IllegalStateException(\"on purpose\");",
                    "int wrong = \"text\";",
                    "%lsmagic",
                    """
                    %%compare sequential, threadpool(2)
                    for (int number : numbers) square(number);\
                    """,
                    """
                    %%threadpool 2
                    for (int i = 0; i < 10; i++) square(i);\
                    """,
                    """
                    %%processpool 1
                    for (int number : numbers) square(number);\
                    """);

    private Training() {}

    /**
     * Runs to the end, without output of its own.
     *
     * @return the exit status: 0 if everything was answered
     */
    static int run() throws IOException {
        StderrLog.configure();
        var anyPorts =
                new KernelConnectionProperties(
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        0,
                        0,
                        "tcp",
                        "hmac-sha256",
                        UUID.randomUUID().toString());
        try (var kernel = new ThreadbookKernel();
                var connection = KernelConnection.open(anyPorts, kernel);
                var client = new LoopbackClient(connection.properties(), PATIENCE)) {
            boolean answered = client.kernelInfo() && client.complete("points.str");
            for (String cell : CELLS) answered &= client.execute(cell);
            return answered ? 0 : 1;
        }
    }
}
