package org.threadbook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.threadbook.kernel.client.Connections;
import org.threadbook.kernel.client.KernelClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The kernel as a process of its own, started as Jupyter does, from this JVM's class path. */
final class KernelProcess implements AutoCloseable {
    private final Process process;
    private final KernelConnectionProperties properties;

    private KernelProcess(Process process, KernelConnectionProperties properties) {
        this.process = process;
        this.properties = properties;
    }

    /**
     * @param folder where the connection file is put
     * @param environment variables to add
     */
    static KernelProcess start(Path folder, Map<String, String> environment) throws IOException {
        var properties = freePorts();
        var file = folder.resolve("connection.json");
        Files.writeString(file, properties.toJsonString());
        return new KernelProcess(launch(environment, file.toString()), properties);
    }

    /** Starts Main with any arguments. */
    static Process launch(Map<String, String> environment, String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static KernelConnectionProperties freePorts() throws IOException {
        var held = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < 5; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
            }
            var ports = held.stream().map(ServerSocket::getLocalPort).toList();
            return Connections.onPorts(
                    ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4));
        } finally {
            for (var socket : held) socket.close();
        }
    }

    /** A client; closing it leaves the process. */
    KernelClient connect() {
        return new KernelClient(properties, () -> {});
    }

    /** Waits for the end of a process and gives its exit code. */
    static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(KernelClient.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the process ends")
                .isTrue();
        return process.exitValue();
    }

    int exitCode() throws InterruptedException {
        return exitCode(process);
    }

    /** All that it printed; to be asked after its end. */
    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    String output() throws IOException {
        return output(process);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
