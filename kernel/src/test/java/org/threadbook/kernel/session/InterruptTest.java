package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threadbook.experiment.control.ExitRefused;
import org.threadbook.experiment.control.Stopped;

import java.util.concurrent.CountDownLatch;

/** Whatever runs can be ended, and the notebook goes on. */
@Timeout(60)
class InterruptTest {
    private final Notebook notebook = new Notebook();

    @AfterEach
    void close() {
        notebook.close();
    }

    /** A cell that prints once it runs; that is when it is interrupted. */
    private Throwable interrupted(String source) throws Exception {
        var running = new CountDownLatch(1);
        var recorded = new RecordedOutput();
        output = recorded;
        var cell =
                new Cell(
                        7,
                        new ForwardingOutput(recorded) {
                            @Override
                            public void out(String text) {
                                super.out(text);
                                running.countDown();
                            }
                        });
        var thrown = new Throwable[1];
        var runner =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        notebook.session.execute(
                                                cell, "System.out.println(1);\n" + source);
                                    } catch (Throwable e) {
                                        thrown[0] = e;
                                    }
                                });
        running.await();
        notebook.session.interrupt();
        runner.join();
        return thrown[0];
    }

    private RecordedOutput output = new RecordedOutput();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) x++;",
                "for (;;) { try { x++; } catch (Throwable t) {} }",
                "for (;;) { synchronized (lock) { x++; } }",
                "Thread.sleep(1_000_000);",
                "LongStream.iterate(0, i -> i + 1).filter(i -> i < 0).findFirst()",
                "spin();"
            })
    void loopsEnd(String loop) throws Throwable {
        notebook.run("long x; Object lock = new Object(); void spin() { while (true) x++; }");
        var thread = notebook.run("Thread.currentThread()");
        var thrown = interrupted(loop);
        assertThat(thrown).isInstanceOf(Stopped.class);
        assertThat(notebook.run("Thread.currentThread()")).isSameAs(thread);
        assertThat(notebook.run("Thread.interrupted()")).isEqualTo(false);
        assertThat(output.err()).isEmpty();
    }

    @Test
    void helpersOfTheCommonPoolEndToo() throws Throwable {
        notebook.run("var inside = new AtomicInteger(); long x;");
        var thrown =
                interrupted(
                        """
                        IntStream.range(0, 1000).parallel().forEach(i -> {
                            inside.incrementAndGet();
                            try { while (true) x++; } finally { inside.decrementAndGet(); }
                        });
                        """);
        assertThat(thrown).isInstanceOf(Stopped.class);
        // Ends only when all helpers have left.
        notebook.run("while (inside.get() > 0) Thread.onSpinWait();");
        assertThat(notebook.run("IntStream.range(0, 100).parallel().sum()")).isEqualTo(4950);
    }

    @Test
    void theTraceTellsWhereItStood() throws Throwable {
        notebook.run("long x; void spin() {\n  while (true) x++; }");
        var thrown = interrupted("spin();");
        var error = CellError.of(thrown, new Cell(7, output), "System.out.println(1);\nspin();");
        assertThat(error.name()).isEqualTo("interrupted");
        assertThat(String.join("\n", error.traceback())).contains("cell [1]:2", "cell [7]:2");
    }

    @Test
    void aThreadThatWaitsForAMonitorIsLeftBehind() throws Throwable {
        notebook.run(
                """
                Object lock = new Object(); int x = 5; var held = new CountDownLatch(1); var release = new CountDownLatch(1);
                var holder = Thread.ofPlatform().daemon().start(() -> { synchronized (lock) { held.countDown(); try { release.await(); } catch (InterruptedException e) {} } });
                held.await();
                """);
        var thread = (Thread) notebook.run("Thread.currentThread()");
        assertThat(interrupted("synchronized (lock) { x = 6; while (true) x++; }"))
                .isInstanceOf(Stopped.class);
        assertThat(output.err()).contains("left behind");
        assertThat(notebook.run("x")).isEqualTo(5);
        assertThat(notebook.run("Thread.currentThread()")).isNotSameAs(thread);
        notebook.run("release.countDown();");
        thread.join();
    }

    @Test
    void withoutARunningCellNothingHappens() throws Throwable {
        notebook.session.interrupt();
        assertThat(notebook.run("int i = 0; while (i < 1000) i++; i")).isEqualTo(1000);
        assertThat(notebook.run("Thread.interrupted()")).isEqualTo(false);
    }

    @Test
    void monitorsAndThreadLocalsOutliveCells() throws Throwable {
        notebook.run("var local = new ThreadLocal<Integer>(); local.set(3);");
        assertThat(notebook.run("local.get()")).isEqualTo(3);
    }

    @Test
    void aCellCannotEndTheKernel() throws Throwable {
        assertThatThrownBy(() -> notebook.run("System.exit(3);")).isInstanceOf(ExitRefused.class);
        assertThat(notebook.run("1")).isEqualTo(1);
    }
}
