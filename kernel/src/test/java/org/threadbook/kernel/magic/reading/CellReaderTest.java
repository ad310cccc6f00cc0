package org.threadbook.kernel.magic.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.threadbook.kernel.session.CodePart;
import org.threadbook.kernel.session.CompilationException;
import org.threadbook.kernel.session.SourceText;

import java.util.List;
import java.util.stream.Stream;

/** What is read out of a cell. SINK stands for the sink that takes the tasks. */
class CellReaderTest {

    static Stream<Arguments> workloads() {
        return Stream.of(
                workload(
                        "for (int n : numbers)\n    evaluate(n);",
                        "for (int n : numbers)\n    SINK.add(n, () -> evaluate(n));"),
                workload(
                        "for (int n : numbers) n * n;",
                        "for (int n : numbers) SINK.add(n, () -> n * n);"),
                workload(
                        "for (int n : numbers) n < 3;",
                        "for (int n : numbers) SINK.add(n, () -> n < 3);"),
                workload(
                        "for (var n : numbers) evaluate(n) // no semicolon",
                        "for (var n : numbers) SINK.add(n, () -> evaluate(n));"),
                workload(
                        "for (int n : numbers) evaluate(n) /* why */ ;",
                        "for (int n : numbers) SINK.add(n, () -> evaluate(n));"),
                workload(
                        "for (int n : numbers) { int k = n; k * 2; }",
                        "for (int n : numbers) SINK.add(n, () -> { int k = n; return k * 2; });",
                        "for (int n : numbers) SINK.add(n, () -> { int k = n; k * 2; });"),
                workload(
                        "for (int n : numbers) {\n  a < b\n}",
                        "for (int n : numbers) SINK.add(n, () -> {\n  return a < b;\n});",
                        "for (int n : numbers) SINK.add(n, () -> {\n  a < b;\n});"),
                workload(
                        "for (int n : numbers) { if (n > 3) continue; f(n); }",
                        "for (int n : numbers) SINK.add(n, () -> { if (n > 3) return null; return"
                                + " f(n); });",
                        "for (int n : numbers) SINK.add(n, () -> { if (n > 3) return; f(n); });"),
                workload(
                        "for (int n : numbers) if (n > 3) f(n); else g(n);",
                        "for (int n : numbers) SINK.add(n, () -> { if (n > 3) f(n); else g(n);"
                                + " });"),
                workload(
                        "for (int n : numbers) ;",
                        "for (int n : numbers) SINK.add(n, () -> { ; });"),
                workload(
                        "for (int n : numbers) {}", "for (int n : numbers) SINK.add(n, () -> {});"),
                workload(
                        "outer: for (int n : ns) { for (int k : ks) { if (k > n) continue outer;"
                                + " break; } }",
                        "for (int n : ns) SINK.add(n, () -> { for (int k : ks) { if (k > n) return;"
                                + " break; } });"),
                workload(
                        "for (int n : ns) { switch (n) { case 1: break; default: f(); } x: while"
                                + " (true) { break x; } }",
                        "for (int n : ns) SINK.add(n, () -> { switch (n) { case 1: break; default:"
                                + " f(); } x: while (true) { break x; } });"),
                workload(
                        "for (int n : ns) { Callable<Integer> c = () -> { return n; }; c.call(); }",
                        "for (int n : ns) SINK.add(n, () -> { Callable<Integer> c = () -> { return"
                                + " n; }; return c.call(); });",
                        "for (int n : ns) SINK.add(n, () -> { Callable<Integer> c = () -> { return"
                                + " n; }; c.call(); });"),
                workload(
                        "for (int i = 0; i < 10; i++) count++;",
                        "for (int i$ = 0; i$ < 10; i$++) { var i = i$; SINK.add(i, () -> count++);"
                                + " }"),
                workload(
                        "for (long i = a, j = f.i; i < j && i(3) > x.i; i += 2, j--)\n{ i + j; }",
                        "for (long i$ = a, j$ = f.i; i$ < j$ && i(3) > x.i; i$ += 2, j$--)\n"
                            + "{ var i = i$; var j = j$; SINK.add(i, () -> { return i + j; }); }",
                        "for (long i$ = a, j$ = f.i; i$ < j$ && i(3) > x.i; i$ += 2, j$--)\n"
                                + "{ var i = i$; var j = j$; SINK.add(i, () -> { i + j; }); }"),
                workload(
                        "tasks(task(\"a;}\", () -> f()), task(\"b\", () -> g()));",
                        "{ var tasks$ = tasks(task(\"a;}\", () -> f()), task(\"b\", () -> g()));"
                                + " SINK.addEach(tasks$); }",
                        "SINK.repeat(() -> tasks(task(\"a;}\", () -> f()), task(\"b\", () ->"
                                + " g())));"),
                workload(
                        "a < b",
                        "{ var tasks$ = a < b; SINK.addEach(tasks$); }",
                        "SINK.repeat(() -> a < b);"),
                workload(
                        "while (x < 3) { x++; if (x == 2) break; }",
                        "SINK.repeat(() -> { while (x < 3) { x++; if (x == 2) break; } });"),
                workload(
                        "{ int a = 3; a + 1; }",
                        "SINK.repeat(() -> { int a = 3; return a + 1; });",
                        "SINK.repeat(() -> { int a = 3; a + 1; });"),
                workload(
                        "synchronized (lock) { count++; }",
                        "SINK.repeat(() -> { synchronized (lock) { count++; } });"),
                workload("do x(); while (y);", "SINK.repeat(() -> { do x(); while (y); });"));
    }

    private static Arguments workload(String cell, String... alternatives) {
        return Arguments.of(cell, List.of(alternatives));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void rewritesTheWorkload(String cell, List<String> alternatives) throws Exception {
        assertThat(texts(read(cell).workload())).isEqualTo(alternatives);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void keepsEveryLineWhereItWas(String cell, List<String> alternatives) throws Exception {
        for (var alternative : read(cell).workload().alternatives())
            for (int at = 0; at < alternative.text().length(); at++)
                if (alternative.text().charAt(at) == '\n')
                    assertThat(cell.charAt(alternative.cellOffset(at))).isEqualTo('\n');
    }

    static Stream<Arguments> cells() {
        return Stream.of(
                Arguments.of("int x = 3; ", "for (int n : ns) f(n);", "\nx"),
                Arguments.of(
                        "int count = 0;\nvoid add() { count++; }\n",
                        "for (int i = 0; i < 9; i++) add();",
                        "\ncount"),
                Arguments.of("for (int k : ks) g(k);\n", "work: for (int n : ns) f(n);", "\ng();"),
                Arguments.of("", "work: { f(); }", " for (int k : ks) g(k);"),
                Arguments.of("f(); ", "g();", ""),
                Arguments.of("import java.util.*;\nrecord P(int x) {}\n", "new P(3)", ""),
                Arguments.of("int[] a = {1, 2};\n", "for (int n : a) f(n)", "\n"),
                Arguments.of(
                        "Runnable r = () -> { f(); };\nvar o = new Object() { int y; };\n",
                        "for (int n : ns) f(n);",
                        ""),
                Arguments.of(
                        "if (a) { f(); } else { g(); }\ntry { f(); } catch (E e) { } finally { }\n",
                        "for (int n : ns) f(n);",
                        ""),
                Arguments.of(
                        "static int twice(int x) { return 2 * x; }\n"
                                + "private static final int K = 2;\n"
                                + "sealed interface S permits A {}\n"
                                + "<T> T id(T t) { return t; }\n",
                        "for (int n : ns) twice(n);",
                        ""),
                Arguments.of(
                        "var s = \"\"\"\n"
                                + "  for (int n : ns) { \\\"\"\" %d\n"
                                + "  \"\"\"; char c = '{';\n",
                        "for (int n : ns) f(n);", " // for\n/* for */"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void findsSetUpWorkloadAndChecks(String setUp, String workload, String checks)
            throws Exception {
        var reading = read(setUp + workload + checks);

        assertThat(texts(reading.setUp())).containsExactly(setUp);
        assertThat(reading.source()).isEqualTo(workload);
        assertThat(texts(reading.checks())).containsExactly(checks);
    }

    @Test
    void declarationsAfterTheWorkloadAreSetUp() throws Exception {
        var reading = read("int a;\nfor (int n : ns) f(n);\na;\nint f(int n) { return n; }\na + 1");

        assertThat(texts(reading.setUp())).containsExactly("int a;\n\nint f(int n) { return n; }");
        assertThat(texts(reading.checks())).containsExactly("\na;\n\na + 1");
        var moved = reading.setUp().alternatives().getFirst();
        assertThat(moved.cellOffset(moved.text().indexOf("int f"))).isEqualTo(33);
    }

    @Test
    void readsFromTheMagicLineOn() throws Exception {
        var reading = new CellReader().read("%%threadpool 5\nfor (int n : ns) f(n);", 14);

        assertThat(reading.workload().alternatives().getFirst().cellOffset(0)).isEqualTo(15);
    }

    static Stream<Arguments> witnesses() {
        return Stream.of(
                Arguments.of(
                        "for (int n : ns) f(n);",
                        "TaskSink.resultsOf(() -> { for (int n : ns) { return f(n); }\n"
                                + "return null; })"),
                Arguments.of(
                        "for (int i = 0; i < 9; i++) { if (i == 2) continue; i * 2; }",
                        "TaskSink.resultsOf(() -> { for (int i = 0; i < 9; i++) { if (i == 2)"
                                + " return null; return i * 2; }\n"
                                + "return null; })"),
                Arguments.of("tasks();", "TaskSink.resultsOf(() -> tasks())"),
                Arguments.of("{ f(); 3; }", "TaskSink.resultsOf(() -> { f(); return 3; })"));
    }

    @ParameterizedTest
    @MethodSource("witnesses")
    void writesAWitnessOfTheResultsType(String cell, String witness) throws Exception {
        assertThat(shortened(read(cell).resultsWitness())).isEqualTo(witness);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "for (int n : ns) { if (n == 3) break; f(n); }",
                        "break;",
                        "break cannot be used here"),
                mistake(
                        "a: for (int n : ns) { for (int k : ks) { break a; } }",
                        "break a;",
                        "break cannot be used here"),
                mistake("for (int n : ns) { return; }", "return;", "return cannot be used here"),
                mistake(
                        "for (int n : ns) if (n > 1) return n;",
                        "return n;",
                        "return cannot be used here"),
                mistake("{ return 3; }", "return 3;", "return cannot be used here"),
                mistake(
                        "for (int n : ns) { n = 3; }",
                        "n = 3",
                        "the loop variable n cannot be changed here"),
                mistake(
                        "for (int i = 0; i < 3; i++) i++;",
                        "i++",
                        "the loop variable i cannot be changed here"),
                mistake(
                        "for (int i = 0; i < 3; i++) f(i += 2);",
                        "i += 2",
                        "the loop variable i cannot be changed here"),
                mistake(
                        "int x = 3;\nfor (int n : ns) f(n);\nfor (int n : ns) f(n);",
                        "",
                        "this cell has two loops (lines 2 and 3)"),
                mistake(
                        "work: f();\nwork: g();",
                        "work: g();",
                        "two statements are labelled work: (lines 1 and 2)"),
                mistake(
                        "int i; for (i = 0; i < 3; i++) f(i);",
                        "for (i = 0; i < 3; i++)",
                        "this loop cannot be split into tasks"),
                mistake("for (;;) f();", "for (;;)", "this loop cannot be split into tasks"),
                mistake("int x = 3;", "int x = 3;", "there is nothing to execute"),
                mistake(
                        "int f() { return 3; }",
                        "",
                        "there is nothing to execute: the cell only declares"));
    }

    private static Arguments mistake(String cell, String place, String sentence) {
        return Arguments.of(cell, place, sentence);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWhatCannotBeSplit(String cell, String place, String sentence) {
        assertThatThrownBy(() -> read(cell))
                .isInstanceOfSatisfying(
                        MistakeException.class,
                        mistake -> {
                            assertThat(mistake).hasMessageStartingWith(sentence);
                            if (place.isEmpty()) return;
                            var found = mistake.place().orElseThrow();
                            assertThat(found.start()).isEqualTo(cell.lastIndexOf(place));
                            assertThat(cell.substring(found.start(), found.end())).isEqualTo(place);
                        });
    }

    static Stream<Arguments> syntaxErrors() {
        return Stream.of(
                Arguments.of("int x = 3;\nfor (int n : ns) f(n;\n", "')' or ',' expected", ";"),
                Arguments.of("for (int n : ns) { f(n) g(n); }", "';' expected", " g(n)"),
                Arguments.of("for (int n ; ns) f(n);", "';' expected", ") f"),
                Arguments.of(
                        "for (int n : ns)\n",
                        "the loop has no body: write below it what each task has to do",
                        "for"),
                Arguments.of("int x = ;\nf();", "illegal start of expression", ";\nf"));
    }

    @ParameterizedTest
    @MethodSource("syntaxErrors")
    void showsSyntaxErrorsAtTheirPlace(String cell, String message, String place) {
        assertThatThrownBy(() -> read(cell))
                .isInstanceOfSatisfying(
                        CompilationException.class,
                        thrown -> {
                            assertThat(thrown.problems().getFirst().message()).isEqualTo(message);
                            assertThat(thrown.problems().getFirst().start())
                                    .isEqualTo(cell.lastIndexOf(place));
                        });
    }

    private static CellReading read(String cell) throws CompilationException {
        return new CellReader().read(cell, 0);
    }

    private static List<String> texts(CodePart part) {
        return part.alternatives().stream()
                .map(SourceText::text)
                .map(CellReaderTest::shortened)
                .toList();
    }

    private static String shortened(String code) {
        return code.replace("org.threadbook.experiment.", "").replace("TaskSink.current()", "SINK");
    }
}
