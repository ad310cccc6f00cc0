package org.threadbook.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.TaskFailedException;
import org.threadbook.experiment.control.Stopped;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Every magic and every option, as a cell uses them. */
class MagicsTest {
    private static Notebook notebook;

    @BeforeAll
    static void open() {
        notebook = new Notebook();
        notebook.run(
                "List<Integer> numbers = List.of(1, 2, 3);",
                "long twice(int n) throws IOException { return 2L * n; }",
                "void print(int n) { System.out.println(\"printed \" + n); }",
                "int setUps = 0; int k = 2;");
    }

    @AfterAll
    static void close() {
        notebook.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%%sequential | sequential",
                "%%processpool 2 | processpool(2)",
                "%%processpool(k) | processpool(2)",
                "%%threadpool 2 | threadpool(2)",
                "%%threadpool(2) | threadpool(2)",
                "%%threadpool (1 + 1) | threadpool(2)",
                "%%threadpool 2 * k - 2 | threadpool(2)",
                "%%threadpool --workers 2 | threadpool(2)",
                "%%threadpool --workers=2 | threadpool(2)",
                "%%threadpool -w k | threadpool(2)",
                "%%threadpool --max-workers 2 | threadpool(2)",
                "%threadpool 2 | threadpool(2)",
                "// a comment before | threadpool(2)",
            })
    void anExecutorsMagicRunsEachIteration(String magic, String executor) {
        var line = magic.startsWith("//") ? magic + "\n%%threadpool 2" : magic;
        var display = notebook.run(line, "for (int n : numbers)", "    twice(n);").display();

        assertThat(display).startsWith("3 tasks from the for loop; " + executor + "\n");
        assertThat(lastRun().executor()).isEqualTo(executor);
        assertThat(lastRun().results()).isEqualTo(List.of(2L, 4L, 6L));
    }

    @Test
    void withoutASizeThereIsAWorkerPerProcessor() {
        notebook.run("%%threadpool", "for (int n : numbers) twice(n);");

        assertThat(lastRun().workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(notebook.run("cores").result()).isEqualTo(lastRun().workers());
    }

    @Test
    void theBodyMayFollowOnTheMagicLine() {
        notebook.run("%threadpool 2 -- for (int n : numbers) twice(n);");

        assertThat(lastRun().results()).isEqualTo(List.of(2L, 4L, 6L));
    }

    @Test
    void lastRunHasTheTypeOfTheResults() {
        notebook.run("%%threadpool 2", "for (int n : numbers) { int k = n; twice(k); }");

        assertThat(notebook.run("long first = lastRun.results().get(0);", "first").result())
                .isEqualTo(2L);
    }

    @Test
    void comparesExecutorsInTurn() {
        var display =
                notebook.run(
                                "%%compare sequential, threadpool(2) threadpool(k + 1)",
                                "for (int n : numbers) twice(n);")
                        .display();

        assertThat(display)
                .startsWith("3 tasks from the for loop; 3 executors × (1 warm-up + 3 rounds)\n");
        assertThat(lastComparison().runs())
                .extracting(Run::executor)
                .containsExactly("sequential", "threadpool(2)", "threadpool(3)");
        assertThat(lastComparison().baseline()).isEqualTo("sequential");
        assertThat(
                        notebook.run(
                                        "long r ="
                                            + " lastComparison.run(\"threadpool(2)\").results().get(2);",
                                        "r")
                                .result())
                .isEqualTo(6L);
    }

    @Test
    void comparesThreadsWithProcesses() {
        var ran =
                notebook.run(
                        "%%compare sequential, threadpool(2), processpool(2) --rounds 2",
                        "var count = new AtomicInteger();",
                        "for (int n : numbers) { System.out.println(\"in \" + n);"
                                + " count.incrementAndGet(); twice(n); }",
                        "count.get()");

        assertThat(lastComparison().runs())
                .allSatisfy(run -> assertThat(run.results()).isEqualTo(List.of(2L, 4L, 6L)))
                .extracting(run -> run.shownRound().check().orElseThrow())
                .containsExactly("3", "3", "0");
        assertThat(ran.printed().lines().filter("in 2"::equals)).hasSize(3);
    }

    @Test
    void roundsWarmUpsAndBaselineCanBeChosen() {
        var display =
                notebook.run(
                                "%%compare threadpool(1), threadpool(2) -r 2 --warmup 0"
                                        + " --baseline threadpool(k) --out compared",
                                "for (int n : numbers) twice(n);")
                        .display();

        assertThat(display).startsWith("3 tasks from the for loop; 2 executors × (2 rounds)\n");
        assertThat(lastComparison().baseline()).isEqualTo("threadpool(2)");
        assertThat(lastComparison().runs().getFirst().rounds()).hasSize(2);
        assertThat(notebook.run("compared == lastComparison").result()).isEqualTo(true);
    }

    @Test
    void setUpRunsBeforeEveryRound() {
        notebook.run("setUps = 0;");
        notebook.run(
                "%%compare sequential, threadpool(2) --rounds 2 --warmup 1",
                "setUps++;",
                "int fresh = 0;",
                "for (int n : numbers) twice(n + fresh);",
                "fresh = 100;");

        assertThat(notebook.run("setUps").result()).isEqualTo(6);
        assertThat(lastComparison().runs().getLast().results()).isEqualTo(List.of(2L, 4L, 6L));
    }

    @Test
    void theLastCheckIsShownPerExecutor() {
        var display =
                notebook.run(
                                "%%compare sequential, threadpool(2)",
                                "var sum = new LongAdder();",
                                "for (int n : numbers) sum.add(n);",
                                "long total = sum.sum();",
                                "\"sum is \" + total")
                        .display();

        assertThat(display).contains("sum is 6");
        assertThat(lastComparison().runs())
                .allSatisfy(run -> assertThat(run.shownRound().check()).contains("sum is 6"));
    }

    @Test
    void theLabelSaysWhichLoopIsTheWorkload() {
        notebook.run(
                "%%threadpool 2",
                "int sum = 0;",
                "for (int n : numbers) sum += n;",
                "work: for (int n : numbers) { if (n == 2) continue work; sum * n; }");

        assertThat(lastRun().results()).isEqualTo(Arrays.asList(6, null, 18));
    }

    @Test
    void aCountingLoopMakesATaskPerValue() {
        var display =
                notebook.run(
                                "%%threadpool 2",
                                "for (int i = 0, j = 9; i < j; i += 3, j--) i * 10 + j;")
                        .display();

        assertThat(display).startsWith("3 tasks from the for loop");
        assertThat(lastRun().results()).isEqualTo(List.of(9, 38, 67));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tasks(task(\"a\", () -> 1), task(\"b\", () -> 2));",
                "numbers.stream().limit(2).map(n -> (Callable<Integer>) () -> n)",
                "List<Callable<Integer>> jobs = List.of(() -> 1, () -> 2);\njobs",
                "Supplier<Integer> one = () -> 1, two = () -> 2;\nnew Supplier[] {one, two}",
            })
    void eachElementOfACollectionOfTasksIsATask(String cell) {
        var display = notebook.run("%%threadpool 2", cell).display();

        assertThat(display).startsWith("2 tasks from the expression");
        assertThat(lastRun().results()).isEqualTo(List.of(1, 2));
    }

    @Test
    void resultsOfElementsHaveTheirType() {
        notebook.run(
                "%%threadpool 2 --results both",
                "numbers.stream().limit(2).map(n -> (Callable<Integer>) () -> n)");

        assertThat(
                        notebook.run("int sum = both.get(0) + lastRun.results().get(1);", "sum")
                                .result())
                .isEqualTo(3);
    }

    @Test
    void namedTasksShowTheirNames() {
        var display =
                notebook.run(
                                "%%threadpool 2",
                                "tasks(task(\"download\", () -> 1), task(\"resize\", () ->"
                                        + " \"s\"));")
                        .display();

        assertThat(display).contains("download").contains("resize");
    }

    @Test
    void anyOtherStatementIsRepeatedOncePerWorker() {
        var display = notebook.run("%%threadpool 3", "twice(7);").display();

        assertThat(display).startsWith("3 tasks, each the expression; threadpool(3)");
        assertThat(lastRun().results()).isEqualTo(List.of(14L, 14L, 14L));
    }

    @Test
    void inAComparisonAStatementIsRepeatedAsOftenForAll() {
        notebook.run("%%compare sequential, threadpool(3)", "{ int n = 7; twice(n); }");

        assertThat(lastComparison().runs()).allSatisfy(run -> assertThat(run.results()).hasSize(3));
    }

    @Test
    void tasksSaysHowOftenAStatementIsRepeated() {
        var display =
                notebook.run("%%threadpool 2 --tasks 1_0", "int i = 0;", "while (i < 3) i++;")
                        .display();

        assertThat(display).startsWith("10 tasks, each the statement");
    }

    @Test
    void resultsAreKeptWithTheirType() {
        notebook.run("%%threadpool 2 --results squares -o squared", "for (int n : numbers) n * n;");

        assertThat(notebook.run("int sum = 0;", "for (int s : squares) sum += s;", "sum").result())
                .isEqualTo(14);
        assertThat(notebook.run("squared.executor()").result()).isEqualTo("threadpool(2)");
    }

    @Test
    void resultsAreShownInTheOrderAskedFor() {
        assertThat(notebook.run("%%threadpool 2", "for (int n : numbers) twice(n);").display())
                .contains("Results\n");
        assertThat(
                        notebook.run("%%threadpool 2 --ordered", "for (int n : numbers) twice(n);")
                                .display())
                .contains("Results\n");
        assertThat(
                        notebook.run(
                                        "%%threadpool 2 --as-completed",
                                        "for (int n : numbers) twice(n);")
                                .display())
                .contains("in the order in which the tasks ended");
    }

    @Test
    void tasksWithoutAValueShowNoResults() {
        assertThat(notebook.run("%%threadpool 2", "for (int n : numbers) print(n);").display())
                .doesNotContain("Results");
    }

    @Test
    void theTableCanBeLeftOut() {
        assertThat(
                        notebook.run("%%threadpool 2 --no-table", "for (int n : numbers) twice(n);")
                                .display())
                .startsWith("3 tasks from the for loop")
                .doesNotContain("median task");
    }

    @Test
    void theFirstFailureEndsTheCellBelowItsTable() {
        var ran =
                notebook.run(
                        "%%threadpool 2",
                        "for (int n : numbers) {",
                        "    if (n == 2) throw new IllegalStateException(\"two\");",
                        "    twice(n);",
                        "}");

        assertThat(ran.shown().getFirst()).contains("1 of").contains("IllegalStateException");
        assertThat(ran.thrown()).get().isInstanceOf(IllegalStateException.class);
        assertThat(ran.thrown().get()).hasMessage("two");
        assertThat(ran.error()).anyMatch(line -> line.contains(":3"));
        assertThat(lastRun().outcomes()).hasSize(3);
    }

    @Test
    void keepGoingLeavesFailuresToTheTable() {
        var ran = notebook.run("%%threadpool 2 --keep-going", "for (int n : numbers) 6 / (n - 2);");

        assertThat(ran.display()).contains("ArithmeticException");
    }

    @Test
    void aTaskThatOverstaysItsLimitIsEnded() {
        var ran =
                notebook.run(
                        "%%threadpool 2 --task-timeout 200ms",
                        "for (int n : numbers) { while (n == 2) { } twice(n); }");

        assertThat(ran.thrown()).get().isInstanceOf(TaskFailedException.class);
        assertThat(ran.thrown().get()).hasMessageContaining("200 ms");
    }

    @Test
    void theWholeRunCanBeLimited() {
        var ran =
                notebook.run(
                        "%%threadpool 1 --timeout 300ms",
                        "for (int n : numbers) { while (true) { } }");

        assertThat(ran.thrown()).get().isInstanceOf(TaskFailedException.class);
    }

    @Test
    void printsAreShownForOneRoundOfEachExecutor() {
        var ran =
                notebook.run(
                        "%%compare sequential, threadpool(2) --rounds 2",
                        "System.out.println(\"set-up\");", "for (int n : numbers) print(n);");

        assertThat(ran.printed().lines().filter("printed 2"::equals)).hasSize(2);
        assertThat(ran.printed().lines().filter("set-up"::equals)).hasSize(1);
        assertThat(ran.display()).contains("those of the other rounds were dropped");
    }

    @Test
    void nothingIsSaidOfPrintsWhereNoneWereDropped() {
        var ran = notebook.run("%%threadpool 2", "for (int n : numbers) print(n);");

        assertThat(ran.printed().lines().sorted())
                .containsExactly("printed 1", "printed 2", "printed 3");
        assertThat(ran.display()).doesNotContain("dropped");
    }

    @Test
    void nullsAreValues() {
        notebook.run("%%threadpool 2", "for (String s : new String[] {\"a\", null}) s");

        assertThat(lastRun().results()).isEqualTo(Arrays.asList("a", null));
    }

    @Test
    void aHundredThousandItemsAreFine() {
        var display =
                notebook.run("%%threadpool 2", "for (int i = 0; i < 100_000; i++) i;").display();

        assertThat(display).startsWith("100,000 tasks from the for loop; threadpool(2)");
        assertThat(lastRun().results()).hasSize(100_000);
    }

    @Test
    void anInterruptKeepsWhatHasFinished() throws Exception {
        notebook.run("var reached = new CountDownLatch(1);");
        var reached = (CountDownLatch) notebook.run("reached").result();
        var running =
                CompletableFuture.supplyAsync(
                        () ->
                                notebook.run(
                                        "%%threadpool 1",
                                        "for (int n : numbers) {",
                                        "    if (n == 2) { reached.countDown(); while (true) { } }",
                                        "    twice(n);",
                                        "}"));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        notebook.session.interrupt();

        var ran = running.get(30, TimeUnit.SECONDS);
        assertThat(ran.thrown()).get().isInstanceOf(Stopped.class);
        assertThat(ran.shown().getFirst()).startsWith("3 tasks from the for loop");
        assertThat(lastRun().outcomes())
                .extracting(outcome -> outcome.word())
                .containsExactly("success", "cancelled", "cancelled");
        assertThat(notebook.run("1 + 1").result()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%threadpool?", "%%threadpool?", "%%threadpool --help\nf();"})
    void helpDescribesOptionsWithAnExample(String cell) {
        assertThat(notebook.run(cell).display())
                .contains("fixed pool of platform threads")
                .contains("--task-timeout")
                .contains("Example:\n  %%threadpool 5\n");
    }

    @Test
    void lineMagicsStandBetweenStatements() {
        var ran = notebook.run("int a = 3;", "%lsmagic", "int b = a +", "  4", "  %3;", "b");

        assertThat(ran.display()).contains("%%compare").contains("%lsmagic");
        assertThat(ran.result()).isEqualTo(4);
    }

    @Test
    void percentSignsInTextBlocksAreText() {
        assertThat(notebook.run("\"\"\"", "%lsmagic", "\"\"\"").result()).isEqualTo("%lsmagic\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%%thr| threadpool",
                "%%| sequential;threadpool;processpool;compare",
                "%ls| lsmagic",
                "%%threadpool --ta| --tasks;--task-timeout",
                "%%compare sequential, thr| threadpool",
                "%%compare processpool(cor| cores",
            })
    void magicLinesComplete(String typed, String matches) {
        assertThat(notebook.runner.complete(typed, typed.length()).matches())
                .containsExactlyInAnyOrder(matches.split(";"));
    }

    @Test
    void theBodyOfAMagicCompletesAsJava() {
        var code = "%%threadpool 2\nfor (int n : numb";

        var found = notebook.runner.complete(code, code.length());

        assertThat(found.matches()).contains("numbers");
        assertThat(code.substring(found.start())).isEqualTo("numb");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%%threadpool 2 | Incomplete",
                "%%threadpool 2;for (int n : numbers) | Incomplete",
                "%%threadpool 2;for (int n : numbers) twice(n); | Complete",
                "%%threadpool (2 | Invalid",
                "%lsmagic | Complete",
                "1 + 1 | Complete",
            })
    void saysWhetherACellIsComplete(String code, String completeness) {
        var found = notebook.runner.isComplete(code.replaceFirst(";", "\n"));

        assertThat(found.getClass().getSimpleName()).isEqualTo(completeness);
    }

    private static Run<?> lastRun() {
        return (Run<?>) notebook.session.variable("lastRun").orElseThrow().value();
    }

    private static Comparison<?> lastComparison() {
        return (Comparison<?>) notebook.session.variable("lastComparison").orElseThrow().value();
    }
}
