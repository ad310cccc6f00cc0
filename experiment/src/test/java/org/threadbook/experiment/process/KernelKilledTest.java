package org.threadbook.experiment.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.threadbook.experiment.RoundClock;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.executor.RoundContext;
import org.threadbook.experiment.executor.TaskExecutors;
import org.threadbook.experiment.executor.TaskObserver;
import org.threadbook.experiment.executor.TaskOutput;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** No worker outlives the process that started it, also while it computes. */
@Timeout(120)
class KernelKilledTest {
    private static final int WORKERS = 2;

    /** A process that has workers compute for ever, and prints their pids. */
    static final class Kernel {
        public static void main(String[] arguments) throws Exception {
            try (var pool = TaskExecutors.processPool(WORKERS).open()) {
                pool.start();
                var observer =
                        new TaskObserver() {
                            @Override
                            public void printed(TaskOutput output) {
                                System.out.print(output.text());
                                if (arguments[0].equals("exit"))
                                    new Thread(() -> System.exit(0)).start();
                            }
                        };
                var tasks = new ArrayList<Task<Integer, Object>>();
                for (int i = 0; i < WORKERS; i++) tasks.add(new Task<>(i, i, Kernel::compute));
                pool.run(
                        tasks,
                        new RoundContext(
                                RoundClock.start(), Optional.empty(), Optional.empty(), observer));
            }
        }

        private static Object compute() {
            System.out.println(ProcessHandle.current().pid());
            long x = 1;
            while (x != 0) x |= x * 31;
            return x;
        }
    }

    @Test
    void killedWithSignal9() throws Exception {
        try (var kernel = start("stay")) {
            var workers = pids(kernel, WORKERS);
            kernel.process.destroyForcibly();
            awaitEnd(workers);
        }
    }

    @Test
    void exitsByItself() throws Exception {
        try (var kernel = start("exit")) {
            awaitEnd(pids(kernel, 1));
            assertThat(kernel.process.waitFor()).isZero();
        }
    }

    private record Started(Process process) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Started start(String argument) throws IOException {
        return new Started(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Kernel.class.getName(),
                                argument)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    private static List<ProcessHandle> pids(Started kernel, int count) throws IOException {
        var pids = new ArrayList<ProcessHandle>();
        var reader = kernel.process.inputReader();
        for (int i = 0; i < count; i++) {
            var line = reader.readLine();
            assertThat(line).as("what the kernel prints").isNotNull();
            // It may have ended already.
            ProcessHandle.of(Long.parseLong(line)).ifPresent(pids::add);
        }
        return pids;
    }

    /** They are grandchildren of this process, so that their end is found out by asking. */
    private static void awaitEnd(List<ProcessHandle> workers) throws Exception {
        for (var worker : workers) worker.onExit().get();
    }
}
