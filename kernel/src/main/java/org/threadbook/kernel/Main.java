package org.threadbook.kernel;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.slf4j.LoggerFactory;
import org.threadbook.kernel.wire.ConnectionFile;
import org.threadbook.kernel.wire.KernelConnection;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The kernel's process: {@code java -jar threadbook-kernel.jar CONNECTION_FILE}. */
public final class Main {
    private static final int WRONG_USE = 2;
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(3);
    private static final String USAGE =
            """
            Usage: java -jar threadbook-kernel.jar CONNECTION_FILE
            Jupyter starts the kernel like this; `install/lab` sets everything up and opens it.
              CONNECTION_FILE  the JSON file in which Jupyter names ports and key
              --train          run some cells without a client and end: for an AOT cache
              --version        show the version
              --help           show this text
            """;

    private Main() {}

    /**
     * @param args the connection file, or an option
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 1) {
            failWithUsage(args.length == 0 ? "No connection file is given" : "Too many arguments");
            return;
        }
        switch (args[0]) {
            case "--help", "-h" -> System.out.print(USAGE);
            case "--version" -> System.out.println("Threadbook " + KernelInfo.version());
            case "--train" -> System.exit(Training.run());
            default -> serve(args[0]);
        }
    }

    private static void serve(String connectionFile) throws InterruptedException {
        StderrLog.configure();
        try {
            serve(ConnectionFile.read(Path.of(connectionFile)));
        } catch (IOException | IllegalArgumentException e) {
            failWithUsage("The kernel cannot start: " + e.getMessage());
        }
    }

    private static void serve(KernelConnectionProperties properties)
            throws IOException, InterruptedException {
        var kernel = new ThreadbookKernel();
        UnaskedExit.report(kernel::isToEnd);
        try (var _ = KernelConnection.open(properties, kernel)) {
            Parent.onExit(() -> kernel.shutdown(false));
            kernel.awaitShutdown();
            // A cell, or a shutdown hook that a cell registered, may never end.
            haltAfter(EXIT_PATIENCE);
            // Before the channels, so that the last prints of a running cell are still sent.
            close(kernel);
        }
        System.exit(0);
    }

    /** The client was told that the kernel ends, so it does, whatever happens. */
    private static void close(ThreadbookKernel kernel) {
        try {
            kernel.close();
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger("threadbook").error("The session did not end in order", e);
        }
    }

    private static void failWithUsage(String problem) {
        System.err.println(problem + ".");
        System.err.print(USAGE);
        System.exit(WRONG_USE);
    }

    private static void haltAfter(Duration patience) {
        Thread.ofPlatform().name("exit").daemon().start(() -> halt(patience));
    }

    private static void halt(Duration patience) {
        try {
            Thread.sleep(patience);
        } catch (InterruptedException e) {
            // Somebody is in a greater hurry.
        }
        Runtime.getRuntime().halt(0);
    }
}
