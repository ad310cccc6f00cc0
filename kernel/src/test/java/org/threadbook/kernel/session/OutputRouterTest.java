package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.threadbook.kernel.display.CellInput;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Which cell gets what is printed. */
class OutputRouterTest {
    private static final CellInput NO_INPUT = CellInput.refused("not here");

    private final Notebook notebook = new Notebook();

    @AfterEach
    void close() {
        notebook.close();
    }

    @Test
    void bothStreamsOfTheCellAreThereWhenItHasEnded() throws Throwable {
        notebook.run("System.out.println(\"a\\u00e4\\ud835\\udd1f\"); System.err.print(\"b\");");
        assertThat(notebook.output().out()).isEqualTo("a\u00e4\ud835\udd1f\n");
        assertThat(notebook.output().err()).isEqualTo("b");
    }

    @Test
    void charactersSplitAcrossWritesArePutTogether() throws Throwable {
        notebook.run(
                "for (byte b : \"x\\u00e4\\ud835\\udd1f\".getBytes(\"UTF-8\"))"
                        + " System.out.write(b);");
        assertThat(notebook.output().out()).isEqualTo("x\u00e4\ud835\udd1f");
    }

    @Test
    void lateOutputGoesToTheCellThatStartedTheThread() throws Throwable {
        notebook.run("var go = new CountDownLatch(1);");
        notebook.run(
                """
                var platform = Thread.ofPlatform().start(() -> { try { go.await(); } catch (Exception e) {} System.out.println("late"); });
                var virtual = Thread.ofVirtual().start(() -> { try { go.await(); } catch (Exception e) {} System.out.println("later"); });
                """);
        var earlier = notebook.output();
        notebook.run("go.countDown(); platform.join(); virtual.join(); System.out.println(3);");
        assertThat(notebook.output().out()).isEqualTo("3\n");
        assertThat(earlier.out().lines()).containsExactlyInAnyOrder("late", "later");
    }

    @Test
    void aThreadThatDiesTellsItsCellWhy() throws Throwable {
        notebook.run(
                "var thread = new Thread(() -> { int z = 1 / 0; }, \"mine\"); thread.start();"
                        + " thread.join();");
        assertThat(notebook.output().err())
                .contains("Exception in thread \"mine\"", "/ by zero", "cell [1]:1")
                .doesNotContain("JShell");
    }

    @Test
    void aPoolPrintsForTheCellThatSubmits() throws Throwable {
        notebook.run(
                "var pool = Executors.newFixedThreadPool(1); void say(String s) {"
                        + " System.out.println(s); }");
        notebook.run("pool.submit(() -> say(\"one\")).get();");
        assertThat(notebook.output().out()).isEqualTo("one\n");
        notebook.run("pool.submit(() -> System.out.println(\"two\")).get();");
        assertThat(notebook.output().out()).isEqualTo("two\n");
        notebook.run(
                "IntStream.range(0, 50).parallel().forEach(i -> say(\"p\"));"
                        + "CompletableFuture.runAsync(() -> say(\"p\")).get(); pool.shutdown();");
        assertThat(notebook.output().out().lines().filter("p"::equals)).hasSize(51);
    }

    @Test
    void aBoundThreadPrintsWhereItIsBound() throws Throwable {
        var muted = new CellContext(new DroppedOutput(), NO_INPUT);
        var shown = new RecordedOutput();
        try (var pool = Executors.newFixedThreadPool(1)) {
            notebook.session.run(
                    notebook.nextCell(),
                    () -> {
                        pool.submit(
                                        () -> {
                                            try (var _ = muted.bind()) {
                                                System.out.println("dropped");
                                            }
                                            var context = new CellContext(shown, NO_INPUT);
                                            try (var _ = context.bind()) {
                                                System.out.println("task");
                                            }
                                            context.flush();
                                        })
                                .get();
                        System.out.println("cell");
                        return 0;
                    });
        }
        assertThat(notebook.output().out()).isEqualTo("cell\n");
        assertThat(shown.out()).isEqualTo("task\n");
    }

    @Test
    void outputComesWhileTheCellRuns() throws Throwable {
        var output = new RecordedOutput();
        var seen = new CountDownLatch(1);
        var cell =
                new Cell(
                        1,
                        new ForwardingOutput(output) {
                            @Override
                            public void out(String text) {
                                super.out(text);
                                seen.countDown();
                            }
                        });
        notebook.session.run(
                cell,
                () -> {
                    System.out.println("now");
                    seen.await();
                    return 0;
                });
        assertThat(output.out()).isEqualTo("now\n");
    }

    @Test
    void everyByteOfMuchOutputArrivesInOrder() throws Throwable {
        var count = new long[1];
        var cell =
                new Cell(
                        1,
                        new DroppedOutput() {
                            @Override
                            public void out(String text) {
                                count[0] += text.length();
                                assertThat(text.length()).isLessThan(100_000);
                            }
                        });
        notebook.session.execute(
                cell, "for (int i = 0; i < 500_000; i++) System.out.println(\"123456789\");");
        assertThat(count[0]).isEqualTo(5_000_000);
    }
}
