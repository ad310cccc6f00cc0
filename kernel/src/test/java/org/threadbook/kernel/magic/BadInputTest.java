package org.threadbook.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.threadbook.kernel.magic.reading.MistakeException;
import org.threadbook.kernel.session.CompilationException;

import java.util.stream.Stream;

/** Bad input gets a sentence that helps, and the notebook goes on. */
class BadInputTest {
    private static Notebook notebook;

    @BeforeAll
    static void open() {
        notebook = new Notebook();
        notebook.run(
                "int[] numbers = {1, 2, 3}; long evaluate(int n) { return n; } String name ="
                        + " \"five\"; int none = 0;");
    }

    @AfterAll
    static void close() {
        notebook.close();
    }

    static Stream<Arguments> mistakes() {
        var loop = "\nfor (int n : numbers) evaluate(n);";
        return Stream.of(
                Arguments.of(
                        "%%threadpol 5" + loop,
                        "there is no magic %%threadpol. Did you mean %%threadpool? %lsmagic lists"
                                + " all."),
                Arguments.of("%xyzzy", "there is no magic %xyzzy. %lsmagic lists all."),
                Arguments.of(
                        "%%threadpool --wrkers 5" + loop,
                        "%%threadpool has no option --wrkers. Did you mean --workers? %threadpool?"
                                + " lists what it takes."),
                Arguments.of(
                        "%%threadpool --chunk 5" + loop,
                        "the option --chunk is not available yet. Leave it out. %threadpool? lists"
                                + " what it takes."),
                Arguments.of(
                        "%%sequential 5" + loop,
                        "%%sequential takes no 5. Leave it out. %sequential? lists what it takes."),
                Arguments.of(
                        "%%threadpool 5",
                        "%%threadpool needs something to execute in the lines below it, such as for"
                                + " (int number : numbers) evaluate(number);"),
                Arguments.of(
                        "%%threadpool 5\n// nothing\n",
                        "there is nothing to execute: the cell only declares. Put the declarations"
                            + " in a cell of their own, or end this one with a loop, an expression"
                            + " or a block."),
                Arguments.of(
                        "%%threadpool -3" + loop,
                        "a threadpool needs at least 1 worker, but its size is -3. Without a size"
                                + " it has a worker per processor."),
                Arguments.of(
                        "%%threadpool 0" + loop,
                        "a threadpool needs at least 1 worker, but its size is 0. Without a size it"
                                + " has a worker per processor."),
                Arguments.of(
                        "%%processpool none" + loop,
                        "a processpool needs at least 1 worker, but its size none is 0. Without a"
                                + " size it has a worker per processor."),
                Arguments.of(
                        "%%threadpool five" + loop,
                        "the size of a threadpool must be a number or a Java int expression, but"
                            + " five is neither: cannot find symbol, variable five. Write a number,"
                            + " as in %%threadpool 5, or the name of an int variable."),
                Arguments.of(
                        "%%threadpool name" + loop,
                        "the size of a threadpool must be an int, but name is of type String."),
                Arguments.of(
                        "%%threadpool 99999999999999999999" + loop,
                        "99999999999999999999 threads are too many: choose at most 10,000. More"
                                + " workers than processors ("
                                + Runtime.getRuntime().availableProcessors()
                                + " here) only help tasks that wait."),
                Arguments.of(
                        "%%threadpool 5 --workers 6" + loop,
                        "the size is given twice: 5 and --workers 6. Keep one of them."),
                Arguments.of(
                        "%%compare" + loop,
                        "%%compare needs executors to compare, as in %%compare sequential,"
                                + " threadpool(5), processpool(5)."),
                Arguments.of(
                        "%%compare sequential, treadpool(5)" + loop,
                        "there is no executor treadpool. Did you mean threadpool? There are"
                                + " sequential, threadpool, processpool."),
                Arguments.of(
                        "%%compare sequential(2)" + loop,
                        "sequential has no size: it runs the tasks one after another."),
                Arguments.of(
                        "%%compare threadpool(2, 3)" + loop,
                        "threadpool takes one size, but here is another: 3."),
                Arguments.of(
                        "%%compare threadpool(2), threadpool(1+1)" + loop,
                        "threadpool(2) is named twice. Name each executor once; more rounds of it"
                                + " are asked for with --rounds."),
                Arguments.of(
                        "%%compare processpool(2, heap=1g)" + loop,
                        "the option heap of processpool is not available yet. Leave it out."),
                Arguments.of(
                        "%%compare processpool(2, fresh)" + loop,
                        "the option fresh of processpool is not available yet. Leave it out."),
                Arguments.of(
                        "%%compare threadpool(2, colour=red)" + loop,
                        "threadpool has no option colour. Leave it out."),
                Arguments.of(
                        "%%compare sequential threadpool(2) --baseline threadpool(3)" + loop,
                        "the baseline threadpool(3) is not among the executors: sequential,"
                                + " threadpool(2). Name one of these."),
                Arguments.of(
                        "%%threadpool --task-timeout 5x" + loop,
                        "--task-timeout: 5x is no time. Write a number and its unit: 500ms, 5s, 2m"
                                + " or 1h."),
                Arguments.of(
                        "%%threadpool --rounds few" + loop,
                        "--rounds: few is no number of times. Write a whole number such as 3 or"
                                + " 100_000."),
                Arguments.of(
                        "%%threadpool --rounds 0" + loop,
                        "--rounds must be at least 1: rounds that do not count are asked for with"
                                + " --warmup."),
                Arguments.of(
                        "%%threadpool --ordered --as-completed" + loop,
                        "results are shown either --ordered or --as-completed. Keep one of them."),
                Arguments.of(
                        "%%threadpool --out 5" + loop,
                        "--out 5: a notebook variable cannot have that name."),
                Arguments.of(
                        "%%threadpool --tasks 5" + loop,
                        "--tasks says how often to execute a workload that is one statement, but"
                                + " here each iteration of the for loop is a task already. Leave"
                                + " --tasks out."),
                Arguments.of(
                        "%%threadpool --tasks 5\ntasks(task(\"a\", () -> 3))",
                        "--tasks says how often to execute a workload that is one task, but here"
                                + " each element of the expression is a task already. Leave --tasks"
                                + " out."),
                Arguments.of(
                        "%%threadpool --results r\nfor (int n : numbers) System.out.println(n);",
                        "--results r: the tasks have no value to keep. End what each of them does"
                                + " with an expression."),
                Arguments.of(
                        "%%threadpool 2\nfor (int n : new int[0]) evaluate(n);",
                        "there is nothing to execute: the loop has no items."),
                Arguments.of(
                        "%%threadpool 2\nfor (int n : numbers) { if (n == 2) break; evaluate(n); }",
                        "break cannot be used here: each iteration becomes a task of its own, and a"
                            + " task cannot keep the others from running. End this one task with"
                            + " continue, or choose the items before the loop."),
                Arguments.of(
                        "%%threadpool 2\nfor (int n : numbers) { return; }",
                        "return cannot be used here: each iteration becomes a task of its own,"
                                + " whose result is the value of its last expression. Write that"
                                + " expression last, or continue to end a task without a value."),
                Arguments.of(
                        "%%threadpool 2" + loop + loop,
                        "this cell has two loops (lines 2 and 3), and nothing says which of them is"
                            + " the workload. Write work: before that one; what stands before it is"
                            + " then its set-up, what stands after it its checks."),
                Arguments.of(
                        "%%threadpool 2 --rounds" + loop,
                        "--rounds needs a value: N. %threadpool? lists what it takes."),
                Arguments.of(
                        "%%threadpool 2 --no-table 3" + loop,
                        "%%threadpool takes no 3 there. Leave it out, or put it next to 2."),
                Arguments.of(
                        "%%threadpool 2\n%%sequential" + loop,
                        "a cell has one magic. Put %%sequential into a cell of its own, or name"
                                + " several executors after %%compare."),
                Arguments.of(
                        "%%lsmagic",
                        "%%lsmagic takes no cell: write it with one percent sign, as in %lsmagic."),
                Arguments.of(
                        "int a = 3;\n%%threadpool 5" + loop,
                        "%%threadpool must be the cell's first line. Move it up: the statements"
                                + " before the loop are its set-up."));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void getsASentence(String cell, String sentence) {
        var ran = notebook.run(cell);

        assertThat(ran.thrown()).get().isInstanceOf(MistakeException.class);
        assertThat(ran.thrown().get()).hasMessage(sentence);
        assertThat(ran.error()).anyMatch(line -> line.contains(sentence));
        assertThat(notebook.run("1 + 1").result()).isEqualTo(2);
    }

    @Test
    void theErrorShowsTheUsersLine() {
        var error =
                notebook.run("%%threadpool 2", "for (int n : numbers) {", "  break;", "}").error();

        assertThat(error.get(0)).contains(":3").contains("break cannot be used here");
        assertThat(error.get(1)).contains("  break;");
        assertThat(error.get(2)).contains("^^^^^^");
    }

    @Test
    void aWorkloadThatDoesNotCompileIsShownAtTheUsersLine() {
        var ran =
                notebook.run(
                        "%%threadpool 2", "int k = 1;", "for (int n : numbers)", "    evaluat(n);");

        assertThat(ran.thrown())
                .get()
                .isInstanceOfSatisfying(
                        CompilationException.class,
                        thrown ->
                                assertThat(thrown.problems().getFirst().message())
                                        .startsWith("cannot find symbol"));
        assertThat(ran.error().get(0)).contains(":4");
        assertThat(ran.error().get(1)).contains("    evaluat(n);");
    }

    @Test
    void aBlockThatDoesNotCompileIsShownAtTheUsersLine() {
        var ran =
                notebook.run(
                        "%%threadpool 2",
                        "for (int n : numbers) {", "    int text = \"s\";", "    text + 1;", "}");

        assertThat(ran.error().get(0)).contains(":3").contains("incompatible types");
    }
}
