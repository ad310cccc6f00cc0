package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.CountDownLatch;

/** Completion and completeness; the cursor is where the bar stands. */
class CompleterTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @BeforeAll
    static void declare() throws Throwable {
        NOTEBOOK.run("int evaluate(int n) { return n; } List<String> names = List.of(\"a\");");
        NOTEBOOK.run("1 + 1");
    }

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    private static Completion complete(String code) {
        int cursor = code.indexOf('|');
        return NOTEBOOK.session.complete(
                code.substring(0, cursor) + code.substring(cursor + 1), cursor);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    names.str|                                     ~ stream()   ~ 6
                    evalu|                                         ~ evaluate(  ~ 0
                    System.out.printl|                             ~ println(   ~ 11
                    int a = 1, b = 2; names.str|                 ~ stream()   ~ 24
                    String word = "x"; word.toUp|                ~ toUpperCase( ~ 24
                    record P(int left) {} var p = new P(1); p.le| ~ left()     ~ 42
                    int twice(int n) { return 2; } int x = twi|  ~ twice(     ~ 39
                    for (String s : names) { s.toUp|               ~ toUpperCase( ~ 27
                    names.str|.count()                             ~ stream()   ~ 6
                    """)
    void completes(String code, String match, int start) {
        var completion = complete(code);
        assertThat(completion.matches()).contains(match).doesNotHaveDuplicates();
        assertThat(completion.start()).isEqualTo(start);
    }

    @Test
    void whatFitsTheTypeComesFirst() {
        assertThat(complete("int n = evalu|").matches().getFirst()).isEqualTo("evaluate(");
        assertThat(complete("nosuch.xyz|").matches()).isEmpty();
        assertThat(complete("|").matches()).doesNotContain("$1");
    }

    @Test
    void anAnswerComesWhileACellRuns() throws Throwable {
        var started = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var cell =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        NOTEBOOK.session.run(
                                                NOTEBOOK.nextCell(),
                                                () -> {
                                                    started.countDown();
                                                    end.await();
                                                    return 1;
                                                });
                                    } catch (Throwable e) {
                                        throw new AssertionError(e);
                                    }
                                });
        started.await();
        assertThat(complete("names.str|").matches()).contains("stream()");
        assertThat(cell.isAlive()).isTrue();
        end.countDown();
        cell.join();
    }

    @Test
    void completeness() {
        assertThat(NOTEBOOK.session.isComplete("int x = 1; x")).isEqualTo(complete());
        assertThat(NOTEBOOK.session.isComplete("")).isEqualTo(complete());
        assertThat(NOTEBOOK.session.isComplete("// text")).isEqualTo(complete());
        assertThat(NOTEBOOK.session.isComplete("int f() {\n    return 1;")).isEqualTo(more("    "));
        assertThat(NOTEBOOK.session.isComplete("int x = 1;\nfor (;;) {")).isEqualTo(more("    "));
        assertThat(NOTEBOOK.session.isComplete("f(1,")).isEqualTo(more(""));
        assertThat(NOTEBOOK.session.isComplete("int x = ) 3;"))
                .isEqualTo(new Completeness.Invalid());
    }

    private static Completeness complete() {
        return new Completeness.Complete();
    }

    private static Completeness more(String indent) {
        return new Completeness.Incomplete(indent);
    }
}
