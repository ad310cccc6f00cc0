package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cells of many lines: they end in bounded time, mean the same, and errors name their lines. */
@Timeout(180)
class LongCellTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    @Test
    void aThousandStatementsRunInTheirOrder() throws Throwable {
        assertThat(
                        NOTEBOOK.run(
                                "var all = new ArrayList<Integer>();\n"
                                        + lines(1_000, i -> "all.add(" + i + ");")
                                        + "\n"
                                        + "all.equals(IntStream.range(0,"
                                        + " 1000).boxed().toList())"))
                .isEqualTo(true);
    }

    @Test
    void anExceptionAmongManyStatementsNamesItsLine() {
        var thrown =
                catchThrowable(
                        () ->
                                NOTEBOOK.run(
                                        "int zero = 0;\n"
                                                + lines(
                                                        500,
                                                        i ->
                                                                i == 321
                                                                        ? "zero /= zero;"
                                                                        : "zero += 0;")
                                                + "\nzero"));
        assertThat(thrown).isInstanceOf(ArithmeticException.class);
        assertThat(thrown.getStackTrace()[0].getLineNumber()).isEqualTo(323);
    }

    @Test
    void aMistakeAmongManyStatementsIsShownWhereItIs() {
        var source = "int one = 1;\n" + lines(500, i -> i == 321 ? "one += two;" : "one += 1;");
        var thrown = catchThrowable(() -> NOTEBOOK.run(source));
        assertThat(thrown).isInstanceOf(CompilationException.class);
        var problem = ((CompilationException) thrown).problems().getFirst();
        assertThat(source.substring(problem.start(), problem.end())).isEqualTo("two");
        assertThat(problem.message()).contains("variable two");
    }

    @Test
    void whatJoinedStatementsUseMayBeDeclaredBelow() throws Throwable {
        assertThat(
                        NOTEBOOK.run(
                                "int sum = 0;\n"
                                        + "sum += below(1);\n"
                                        + "sum += below(2);\n"
                                        + "int below(int n) { return 10 * n; }\n"
                                        + "sum += below(3);\n"
                                        + "sum"))
                .isEqualTo(60);
    }

    @Test
    void statementsAroundLoopsAndComments() throws Throwable {
        assertThat(
                        NOTEBOOK.run(
                                """
                                var log = new StringBuilder();
                                log.append(1); // one
                                /* two; */ log.append(2);
                                if (log.length() == 2)
                                    log.append(3);
                                // not "else"

                                else log.append("never");
                                log.append(\"""
                                    ; text\""");
                                log.append(4); log.append(5);
                                log.toString()
                                """))
                .isEqualTo("123; text45");
    }

    @Test
    void anElseFarBelowBelongsToItsIf() throws Throwable {
        var comment = lines(2_000, i -> "// line " + i);
        assertThat(
                        NOTEBOOK.run(
                                "int way = 0;\nif (way > 0) way = 1;\n"
                                        + comment
                                        + "\nelse way = 2;\nway"))
                .isEqualTo(2);
    }

    @Test
    void manyLinesOfComments() throws Throwable {
        assertThat(NOTEBOOK.run(lines(10_000, i -> "// line " + i) + "\n6 * 7")).isEqualTo(42);
    }

    @Test
    void aMethodThatIsTooLargeIsACompileError() {
        var thrown =
                catchThrowable(
                        () ->
                                NOTEBOOK.run(
                                        "int big(int x) {\n"
                                                + lines(
                                                        10_000,
                                                        i -> "x += x * " + (i + 100_000) + ";")
                                                + "\nreturn x;\n}"));
        assertThat(thrown)
                .isInstanceOf(CompilationException.class)
                .hasMessageContaining("code too large");
    }

    @Test
    void anExpressionThatIsNestedTooDeeplyIsACompileError() throws Throwable {
        for (var deep :
                new String[] {
                    "1" + " + 1".repeat(10_000), "(".repeat(5_000) + 1 + ")".repeat(5_000)
                }) {
            var thrown = catchThrowable(() -> NOTEBOOK.run("int deep = " + deep + ";"));
            assertThat(thrown)
                    .isInstanceOf(CompilationException.class)
                    .hasMessageContaining("nested too deeply");
        }
        assertThat(NOTEBOOK.run("1 + 1")).isEqualTo(2);
    }
}
