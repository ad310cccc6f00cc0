package org.threadbook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The kernel's process: how it starts and, above all, how it ends. */
@Timeout(180)
class MainTest {
    @TempDir Path folder;

    @Test
    void aKernelServesUntilItIsShutDownAndPrintsNothing() throws Exception {
        try (var kernel = KernelProcess.start(folder, Map.of());
                var client = kernel.connect()) {
            assertThat(client.execute("System.out.println(1); 6 * 7").result()).isEqualTo("42");

            assertThat(client.shutdown().get("status").getAsString()).isEqualTo("ok");

            assertThat(kernel.exitCode()).isZero();
            assertThat(kernel.output()).isEmpty();
        }
    }

    @Test
    void aDroppedMessageIsOneLineInTheLog() throws Exception {
        try (var kernel = KernelProcess.start(folder, Map.of());
                var client = kernel.connect()) {
            client.sendFrames(List.of("<IDS|MSG>", "", "{}"));
            client.request("kernel_info_request", "{}");
            client.shutdown();

            assertThat(kernel.exitCode()).isZero();
            assertThat(kernel.output().lines())
                    .singleElement()
                    .asString()
                    .contains("WARNING", "Dropped a message on the shell channel");
        }
    }

    @Test
    void shutdownEndsTheProcessAlsoWhileACellSpins() throws Exception {
        try (var kernel = KernelProcess.start(folder, Map.of());
                var client = kernel.connect()) {
            client.start("System.out.println(\"spins\"); while (true);").awaitPrinted("spins");

            client.shutdown();

            assertThat(kernel.exitCode()).isZero();
        }
    }

    @Test
    void theKernelEndsWithTheProcessThatStartedIt() throws Exception {
        var parent = new ProcessBuilder("sleep", "600").start();
        try (var kernel = KernelProcess.start(folder, Map.of("JPY_PARENT_PID", "" + parent.pid()));
                var client = kernel.connect()) {
            assertThat(client.execute("1 + 1").result()).isEqualTo("2");

            parent.destroyForcibly();

            assertThat(kernel.exitCode()).isZero();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void withoutAConnectionFileItSaysHowItIsUsed() throws Exception {
        var process = KernelProcess.launch(Map.of());

        assertThat(KernelProcess.exitCode(process)).isEqualTo(2);
        assertThat(KernelProcess.output(process))
                .startsWith("No connection file is given.")
                .contains("Usage: ");
    }

    @Test
    void anUnreadableConnectionFileIsNamed() throws Exception {
        var absent = KernelProcess.launch(Map.of(), folder.resolve("absent.json").toString());
        assertThat(KernelProcess.exitCode(absent)).isEqualTo(2);
        assertThat(KernelProcess.output(absent)).contains("there is no connection file");

        var broken = folder.resolve("broken.json");
        Files.writeString(broken, "{\"ip\": ");
        var started = KernelProcess.launch(Map.of(), broken.toString());
        assertThat(KernelProcess.exitCode(started)).isEqualTo(2);
        assertThat(KernelProcess.output(started)).contains("broken.json", "not JSON");

        var unknown = folder.resolve("unknown.json");
        Files.writeString(
                unknown,
                """
                {"ip": "127.0.0.1", "transport": "tcp", "key": "k", "signature_scheme": "rot13"}\
                """);
        var refused = KernelProcess.launch(Map.of(), unknown.toString());
        assertThat(KernelProcess.exitCode(refused)).isEqualTo(2);
        assertThat(KernelProcess.output(refused)).contains("unknown signature_scheme rot13");
    }

    @Test
    void theTrainingRunEndsByItselfAndPrintsNothing() throws Exception {
        var process = KernelProcess.launch(Map.of(), "--train");

        assertThat(KernelProcess.exitCode(process)).isZero();
        assertThat(KernelProcess.output(process)).isEmpty();
    }
}
