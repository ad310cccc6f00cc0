package org.threadbook.experiment.worker;

import org.threadbook.experiment.link.Link;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The main class of a worker process. */
public final class WorkerMain {
    /** The exit code of a worker that failed by itself, as in BSD's sysexits.h: EX_SOFTWARE. */
    private static final int SOFTWARE_ERROR = 70;

    private WorkerMain() {}

    /**
     * Connects to the kernel and follows it until the connection ends, which ends the process at
     * once, also if a task is computing.
     *
     * @param arguments the path of the kernel's socket; or {@code --train}, which exercises what a
     *     worker does at its start and exits, for making an AOT cache
     * @throws Exception if the rehearsal fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("--train")) {
            Rehearsal.run();
            return;
        }
        var standardError = System.err;
        try {
            serve(arguments[0], thrown -> fail(standardError, thrown));
        } catch (EOFException _) {
            Runtime.getRuntime().halt(0);
        } catch (Throwable thrown) {
            fail(standardError, thrown);
        }
    }

    private static void serve(String socket, Consumer<Throwable> broken) throws IOException {
        var channel = connect(Path.of(socket));
        new Worker(new Link(channel), broken).follow();
    }

    /** The kernel removes the socket too, unless it is killed just now. */
    private static SocketChannel connect(Path socket) throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(socket.getParent());
        }
    }

    private static void fail(PrintStream standardError, Throwable thrown) {
        try {
            thrown.printStackTrace(standardError);
        } finally {
            Runtime.getRuntime().halt(SOFTWARE_ERROR);
        }
    }
}
