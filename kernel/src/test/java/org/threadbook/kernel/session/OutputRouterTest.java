package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.threadbook.kernel.display.CellInput;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    void aTaskThatIsAnAnonymousClassPrintsForTheCellItStandsIn() throws Throwable {
        notebook.run("var pool = Executors.newFixedThreadPool(1); var go = new Semaphore(0);");
        notebook.run("pool.submit(() -> System.out.println(\"start\")).get();");
        notebook.run(
                """
                pool.execute(new Runnable() {
                    public void run() { go.acquireUninterruptibly(); System.out.println("task"); }
                });
                """);
        var submitting = notebook.output();
        notebook.run("go.release(); pool.submit(() -> System.out.println(\"end\")).get();");
        assertThat(submitting.out()).isEqualTo("task\n");
        assertThat(notebook.output().out()).isEqualTo("end\n");
    }

    @Test
    void timersPrintForTheCellThatSchedules() throws Throwable {
        notebook.run(
                "var timer = new Timer(); var scheduled = Executors.newScheduledThreadPool(1);"
                        + " var went = new Semaphore(0);");
        notebook.run(
                """
                timer.schedule(new TimerTask() {
                    public void run() { System.out.println("timer"); went.release(); }
                }, 1);
                went.acquire();
                scheduled.schedule(() -> System.out.println("scheduled"), 1, TimeUnit.MILLISECONDS).get();
                CompletableFuture.runAsync(() -> System.out.println("delayed"), CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)).get();
                """);
        assertThat(notebook.output().out()).isEqualTo("timer\nscheduled\ndelayed\n");
    }

    @Test
    void timersGoOnPrintingForTheirCellWhenItHasEnded() throws Throwable {
        notebook.run(
                "var scheduled = Executors.newScheduledThreadPool(1); var timer = new Timer();"
                        + " var tick = new Semaphore(0); var tack = new Semaphore(0);"
                        + " var went = new Semaphore(0);");
        notebook.run(
                """
                scheduled.scheduleAtFixedRate(() -> { tick.acquireUninterruptibly(); System.out.println("tick"); went.release(); }, 0, 1, TimeUnit.MILLISECONDS);
                timer.schedule(new TimerTask() {
                    public void run() { tack.acquireUninterruptibly(); System.out.println("tack"); went.release(); }
                }, 0, 1);
                """);
        var earlier = notebook.output();
        notebook.run(
                "tick.release(3); tack.release(3); went.acquire(6); timer.cancel();"
                        + " scheduled.shutdownNow();");
        assertThat(notebook.output().out()).isEmpty();
        assertThat(earlier.out().lines())
                .containsExactlyInAnyOrder("tick", "tick", "tick", "tack", "tack", "tack");
    }

    @Test
    void aThreadThatATaskOfAPoolStartsPrintsForThatTasksCell() throws Throwable {
        notebook.run("var pool = Executors.newFixedThreadPool(1); var go = new Semaphore(0);");
        notebook.run("pool.submit(() -> System.out.println(\"start\")).get();");
        notebook.run(
                """
                var started = pool.submit(() -> Thread.ofVirtual().start(() -> {
                    go.acquireUninterruptibly();
                    System.out.println("inner");
                })).get();
                """);
        var starting = notebook.output();
        notebook.run("go.release(); started.join();");
        assertThat(starting.out()).isEqualTo("inner\n");
        assertThat(notebook.output().out()).isEmpty();
    }

    @Test
    void aThreadOfTheUsersOwnClassPrintsForTheCellThatMadeIt() throws Throwable {
        notebook.run(
                """
                class Printer extends Thread {
                    public void run() { go.acquireUninterruptibly(); System.out.println("printed"); }
                }
                var go = new Semaphore(0);
                """);
        notebook.run("var printer = new Printer(); printer.start();");
        var making = notebook.output();
        notebook.run("go.release(); printer.join();");
        assertThat(making.out()).isEqualTo("printed\n");
        assertThat(notebook.output().out()).isEmpty();
    }

    @Test
    void aThreadThatRunsATaskForAFullPoolIsNoWorkerOfThatPool() throws Throwable {
        notebook.run(
                """
                class Caller extends Thread {
                    public void run() {
                        go.acquireUninterruptibly();
                        full.execute(() -> System.out.println("called"));
                    }
                }
                var go = new Semaphore(0);
                var full = new ThreadPoolExecutor(1, 1, 1, TimeUnit.DAYS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
                var done = new CountDownLatch(1);
                full.execute(() -> { try { done.await(); } catch (InterruptedException e) { } });
                """);
        notebook.run("var caller = new Caller(); caller.start();");
        var making = notebook.output();
        notebook.run("go.release(); caller.join(); done.countDown(); full.shutdown();");
        assertThat(making.out()).isEqualTo("called\n");
        assertThat(notebook.output().out()).isEmpty();
    }

    @Test
    void aTaskThatAMethodOfAnEarlierCellSubmitsPrintsForTheRunningCell() throws Throwable {
        notebook.run(
                """
                var pool = Executors.newFixedThreadPool(1);
                void submit() throws Exception {
                    pool.submit(() -> System.out.println("lambda")).get();
                    pool.submit(new Runnable() {
                        public void run() { System.out.println("class"); }
                    }).get();
                }
                submit();
                """);
        notebook.run("submit();");
        assertThat(notebook.output().out()).isEqualTo("lambda\nclass\n");
    }

    @Test
    void aFutureOnTheCommonPoolPrintsForItsCellWhenThatHasEnded() throws Throwable {
        notebook.run("var go = new Semaphore(0);");
        notebook.run(
                """
                var future = CompletableFuture.supplyAsync(() -> {
                    go.acquireUninterruptibly();
                    System.err.println("supplied");
                    return 1;
                });
                """);
        var earlier = notebook.output();
        notebook.run("go.release(); future.join();");
        assertThat(earlier.err()).isEqualTo("supplied\n");
        assertThat(notebook.output().err()).isEmpty();
    }

    @Test
    void threadsOfTwoCellsThatPrintAtTheSameTimeAreKeptApart() throws Throwable {
        notebook.run("var go = new CountDownLatch(1);");
        var printing =
                """
                var thread%1$d = new Thread(() -> {
                    try { go.await(); } catch (InterruptedException e) { }
                    for (int i = 0; i < 10_000; i++) { System.out.println("%1$d " + i); System.err.print("%1$d"); }
                });
                thread%1$d.start();
                """;
        notebook.run(printing.formatted(1));
        var first = notebook.output();
        notebook.run(printing.formatted(2));
        var second = notebook.output();
        notebook.run("go.countDown(); thread1.join(); thread2.join();");
        assertThat(first.out()).isEqualTo(lines("1 "));
        assertThat(second.out()).isEqualTo(lines("2 "));
        assertThat(first.err()).isEqualTo("1".repeat(10_000));
        assertThat(second.err()).isEqualTo("2".repeat(10_000));
    }

    private static String lines(String start) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> start + i + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void aTaskThatKillsItsWorkerTellsTheCellThatSubmittedIt() throws Throwable {
        notebook.run(
                "var pool = Executors.newFixedThreadPool(1); var go = new Semaphore(0);"
                        + " var worker = new CompletableFuture<Thread>();");
        notebook.run("pool.submit(() -> worker.complete(Thread.currentThread())).get();");
        notebook.run("pool.execute(() -> { go.acquireUninterruptibly(); int z = 1 / 0; });");
        var submitting = notebook.output();
        notebook.run("go.release(); worker.get().join(); pool.shutdown();");
        assertThat(submitting.err()).contains("Exception in thread", "/ by zero", "cell [3]");
        assertThat(notebook.output().err()).isEmpty();
    }

    @Test
    void aBoundThreadPrintsWhereItIsBound() throws Throwable {
        var muted = new CellContext(1, new DroppedOutput(), NO_INPUT);
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
                                            var context = new CellContext(1, shown, NO_INPUT);
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
    void aCellThatReplacesTheStreamsHasThemForItself() throws Throwable {
        notebook.run(
                """
                var captured = new ByteArrayOutputStream();
                System.setOut(new PrintStream(captured));
                System.setErr(System.out);
                System.setIn(InputStream.nullInputStream());
                System.out.print("a"); System.err.print("b");
                """);
        notebook.session.ended(notebook.cell());
        assertThat(notebook.output().out()).isEmpty();
        assertThat(notebook.output().err())
                .startsWith(
                        "Note: this cell replaced System.out and System.err and System.in."
                                + " That was undone when the cell ended");
        assertThat(notebook.run("System.out.print(\"c\"); captured.toString()")).isEqualTo("ab");
        notebook.session.ended(notebook.cell());
        assertThat(notebook.output().out()).isEqualTo("c");
        assertThat(notebook.output().err()).isEmpty();
    }

    @Test
    void aCellThatRestoresTheStreamsIsToldNothing() throws Throwable {
        var captured =
                notebook.run(
                        """
                        var before = System.out;
                        var captured = new ByteArrayOutputStream();
                        System.setOut(new PrintStream(captured));
                        System.out.print("a");
                        System.setOut(before);
                        System.out.print("b");
                        captured.toString()
                        """);
        notebook.session.ended(notebook.cell());
        assertThat(captured).isEqualTo("a");
        assertThat(notebook.output().out()).isEqualTo("b");
        assertThat(notebook.output().err()).isEmpty();
    }

    @Test
    void aClosedStreamIsOpenAgainAtOnce() throws Throwable {
        notebook.run(
                """
                try (var writer = new PrintWriter(System.out)) { writer.print("a"); }
                System.out.print("b");
                System.err.close();
                System.err.print("c");
                """);
        notebook.session.ended(notebook.cell());
        assertThat(notebook.output().out()).isEqualTo("ab");
        assertThat(notebook.output().err()).isEqualTo("c");
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
    void oneLargePrintIsCutIntoBatchesBetweenCharacters() throws Throwable {
        var text = "x" + "\ud834\udd1e\u20ac\u00e4".repeat(100_000);
        var batches = new ArrayList<String>();
        var cell =
                new Cell(
                        1,
                        new DroppedOutput() {
                            @Override
                            public void out(String text) {
                                batches.add(text);
                            }
                        });
        notebook.session.run(
                cell,
                () -> {
                    System.out.write(text.getBytes(StandardCharsets.UTF_8));
                    return 0;
                });
        assertThat(String.join("", batches)).isEqualTo(text);
        assertThat(batches).allSatisfy(each -> assertThat(each).hasSizeLessThan(100_000));
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
