package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** How errors are shown. */
class CellErrorTest {
    private final Notebook notebook = new Notebook();

    @AfterEach
    void close() {
        notebook.close();
    }

    private CellError error(String source) {
        var cell = notebook.nextCell();
        var thrown = catchThrowable(() -> notebook.session.execute(cell, source));
        return CellError.of(thrown, cell, source);
    }

    private static List<String> plain(CellError error) {
        return error.traceback().stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .toList();
    }

    @Test
    void onlyTheUsersFrames() throws Throwable {
        notebook.run("class Odd extends Exception { Odd(String m) { super(m); } }");
        notebook.run("int twice(int n) throws Odd {\n  throw new Odd(\"no \" + n);\n}");
        var error =
                error(
                        "int a = 1;\n"
                                + "List.of(1).forEach(n -> {\n"
                                + "  new Object() { void go() { int z = 1 / 0; } }.go(); });");
        assertThat(error.name()).isEqualTo("java.lang.ArithmeticException");
        assertThat(plain(error)).first().isEqualTo("java.lang.ArithmeticException: / by zero");
        assertThat(plain(error)).last().isEqualTo("    at cell [3]:2");
        var own = error("twice(4)");
        assertThat(own.name()).isEqualTo("Odd");
        assertThat(own.message()).isEqualTo("no 4");
        assertThat(plain(own))
                .containsExactly("Odd: no 4", "    at twice(cell [2]:2)", "    at cell [4]:1");
    }

    @Test
    void causesSuppressedAndCyclesAreKept() {
        var error =
                error(
                        """
                        var e = new IllegalStateException("outer", new RuntimeException("inner"));
                        e.addSuppressed(new IOException("aside"));
                        e.getCause().initCause(e);
                        throw e;\
                        """);
        assertThat(plain(error))
                .containsExactly(
                        "java.lang.IllegalStateException: outer",
                        "    at cell [1]:1",
                        "    Suppressed: java.io.IOException: aside",
                        "        at cell [1]:2",
                        "Caused by: java.lang.RuntimeException: inner",
                        "    at cell [1]:1",
                        "Caused by: [shown above: java.lang.IllegalStateException: outer]");
    }

    @Test
    void anEndlessRecursionIsShort() throws Throwable {
        var error = error("int f(int n) {\n return f(n + 1); }\nf(0)");
        assertThat(error.name()).isEqualTo("java.lang.StackOverflowError");
        assertThat(error.traceback()).hasSizeLessThan(50);
        assertThat(plain(error)).contains("    at f(cell [1]:2)");
    }

    @Test
    void aMarkStandsUnderTheMistake() {
        assertThat(plain(error("int a = 1;\n\tint 𝔟 = nosuch;")))
                .containsExactly(
                        "cell [1]:2 error: cannot find symbol\n  symbol:   variable nosuch",
                        "   2 \tint 𝔟 = nosuch;",
                        "     \t        ^^^^^^");
        var unclosed = plain(error("int f() {\n  return 1;\n"));
        assertThat(unclosed.getFirst()).contains("cell [2]:2");
    }

    @Test
    void messagesOfTheJvmNameTheUsersClasses() throws Throwable {
        notebook.run("record P(int a) {}");
        assertThat(error("Object o = \"\"; ((P) o).a()").message())
                .contains("class P")
                .doesNotContain("$JShell$");
    }
}
