package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What cells of Java mean. */
class SessionTest {
    private final Notebook notebook = new Notebook();

    @AfterEach
    void close() {
        notebook.close();
    }

    private Object value(String... cells) throws Throwable {
        return notebook.runAll(cells);
    }

    @Test
    void valuesOfCells() throws Throwable {
        assertThat(value("1 + 2")).isEqualTo(3);
        assertThat(value("1 + 2;")).isEqualTo(3);
        assertThat(value("int x = 5;", "x")).isEqualTo(5);
        assertThat(value("x = 7")).isNull();
        assertThat(value("x++", "x")).isEqualTo(8);
        assertThat(value("var list = new ArrayList<Integer>(); list.add(3); list"))
                .isEqualTo(List.of(3));
        assertThat(value("int a = 1, b = 2;", "a + b")).isEqualTo(3);
        assertThat(value("int[] xs = {1, 2,\n 3};", "xs.length")).isEqualTo(3);
        assertThat(value("String s;", "s")).isNull();
        assertThat(value("cores")).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(value("var anonymous = new Object() { int q = 3; };", "anonymous.q"))
                .isEqualTo(3);
        assertThat(value("\"\"\"\n  a\n   b\"\"\"")).isEqualTo("a\n b");
        assertThat(value("1 < 2")).isEqualTo(true);
        assertThat(value("null")).isNull();
        assertThat(value("for (int i = 0; i < 3; i++)\n  x++;\nx")).isEqualTo(11);
        assertThat(value("Thread.sleep(1)")).isNull();
        assertThat(value("// nothing")).isNull();
        assertThat(value("")).isNull();
        assertThat(value(";")).isNull();
    }

    @Test
    void typesOfValuesAreTheStaticOnes() throws Throwable {
        notebook.run("List<Long> longs = List.of(1L);");
        var shown = notebook.session.execute(notebook.nextCell(), "longs").orElseThrow();
        assertThat(shown.type()).isEqualTo("List<Long>");
        assertThat(notebook.session.variable("longs").orElseThrow().type()).isEqualTo("List<Long>");
        assertThat(notebook.session.variable("nosuch")).isEmpty();
        assertThat(notebook.session.typeOf("longs.get(0)")).contains("Long");
        assertThat(notebook.session.typeOf("nosuch")).isEmpty();
    }

    @Test
    void declarationsStandInAnyOrder() throws Throwable {
        assertThat(
                        value(
                                """
                                System.out.println(twice(4));
                                int twice(int n) { return n * factor; }
                                int factor = 2;
                                var point = new Point(1, 2);
                                record Point(int x, int y) implements HasSum {
                                    public int sum() { return x + y; }
                                }
                                interface HasSum { int sum(); }
                                int useLater() { return twice(point.sum()); }
                                useLater()
                                """))
                .isEqualTo(6);
        assertThat(notebook.output().out()).isEqualTo("0\n");
    }

    @Test
    void overloadsCallEachOther() throws Throwable {
        assertThat(
                        value(
                                """
                                int over(String s) { return over(2) + 1; }
                                int over(int a) { return 1; }
                                over("")\
                                """))
                .isEqualTo(2);
        assertThat(value("int over(double d) { return over(\"\") + 10; }\n over(2.0)"))
                .isEqualTo(12);
        assertThat(value("over(1)")).isEqualTo(1);
    }

    @Test
    void nothingRunsUnlessAllCompiles() throws Throwable {
        value("int x = 5; int f() { return 1; } record P(int a) {}", "P p = new P(4);");
        for (var broken :
                List.of(
                        "x = 6; System.out.println(1); int y = ;",
                        "x = 6; System.out.println(1); nosuch(3);",
                        "x = 6; int x = 7; int f() { return 2; } String s = 5;",
                        "x = 6; record P(int a, int b) {} int z = nosuch;",
                        "x = 6; } x = 7;",
                        "String x = \"\"; double f() { return x; } ")) {
            assertThatThrownBy(() -> value(broken))
                    .as(broken)
                    .isInstanceOf(CompilationException.class);
            assertThat(notebook.output().out()).as(broken).isEmpty();
            assertThat(value("x")).as(broken).isEqualTo(5);
            assertThat(value("f()")).as(broken).isEqualTo(1);
            assertThat(value("p.a()")).as(broken).isEqualTo(4);
            assertThat(notebook.session.variable("s")).isEmpty();
        }
        assertThat(value("int g() { return 3; }\n g()")).isEqualTo(3);
    }

    @Test
    void aCellIsRunAgainAfterItsMistakeWasMended() throws Throwable {
        assertThatThrownBy(() -> value("int f() { return 4; } record P(int a) {}\n f() + nosuch"))
                .isInstanceOf(CompilationException.class);
        assertThat(value("int f() { return 4; } record P(int a) {}\n f() + new P(1).a()"))
                .isEqualTo(5);
    }

    @Test
    void partsRunAgainWithoutBeingCompiled() throws Throwable {
        var parts =
                notebook.session.compile(
                        notebook.nextCell(),
                        List.of(
                                CodePart.of(SourceText.ofCell("int count = 0;")),
                                new CodePart(
                                        List.of(
                                                SourceText.ofCell("count += nosuch;"),
                                                SourceText.ofCell("count += 2; count++;"))),
                                CodePart.of(SourceText.ofCell("count"))));
        for (int round = 0; round < 3; round++) {
            for (var part : parts.subList(0, 2)) {
                notebook.session.run(notebook.nextCell(), () -> Sneaky.run(part));
            }
            var value = notebook.session.run(notebook.nextCell(), () -> Sneaky.run(parts.get(2)));
            assertThat(value.orElseThrow()).isEqualTo(new CellValue(3, "int"));
        }
        assertThat(value("count")).isEqualTo(3);
    }

    @Test
    void theUsersExceptionArrivesAsItself() throws Throwable {
        value("class Odd extends Exception { Odd(String m) { super(m); } }");
        value("int fail(int n) throws Odd {\n\n  throw new Odd(\"no \" + n);\n}");
        var thrown = catchThrowable(() -> value("int a = 1;\n\nfail(a);"));
        assertThat(thrown).hasMessage("no 1");
        assertThat(thrown.getClass().getSimpleName()).isEqualTo("Odd");
        var trace = thrown.getStackTrace();
        assertThat(trace[0].getFileName()).isEqualTo("cell [2]");
        assertThat(trace[0].getLineNumber()).isEqualTo(3);
        assertThat(trace[1].getFileName()).isEqualTo("cell [3]");
        assertThat(trace[1].getLineNumber()).isEqualTo(3);
    }

    @Test
    void callingWhatIsIncompleteNamesWhatIsMissing() throws Throwable {
        value("int twice(int n) { return 2 * later(n); }");
        assertThat(notebook.output().err()).contains("twice", "method later(int)");
        assertThatThrownBy(() -> value("twice(3)"))
                .isInstanceOf(MissingDeclarationException.class)
                .hasMessageContaining("later(int)");
        assertThat(value("int later(int n) { return n + 1; }", "twice(3)")).isEqualTo(8);
    }

    @Test
    void variablesAreDefinedFromOutside() throws Throwable {
        notebook.session.define("List<Long>", "results", List.of(1L));
        assertThat(value("results.get(0) + 1")).isEqualTo(2L);
        notebook.session.define("List<Long>", "results", List.of(5L));
        assertThat(value("results.get(0) + 1")).isEqualTo(6L);
        notebook.session.define("int", "results", 4);
        assertThat(value("results")).isEqualTo(4);
    }

    @Test
    void cellsSeeTheExperimentAndNothingElseOfOurs() throws Throwable {
        assertThat(value("Workload.class.getName()"))
                .isEqualTo("org.threadbook.experiment.Workload");
        assertThatThrownBy(() -> value("org.threadbook.kernel.session.Session s = null;"))
                .isInstanceOf(CompilationException.class);
        assertThatThrownBy(() -> value("Class.forName(\"org.threadbook.kernel.session.Session\")"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(value("javax.tools.ToolProvider.getSystemJavaCompiler() != null"))
                .isEqualTo(true);
    }

    @Test
    void problemsAreWhereTheUserWroteThem() {
        var thrown =
                (CompilationException)
                        catchThrowable(() -> value("int a = 1;\n  int b = nosuch + a;"));
        var problem = thrown.problems().getFirst();
        assertThat(problem.start()).isEqualTo(21);
        assertThat(problem.end()).isEqualTo(27);
        assertThat(problem.message()).contains("nosuch");
    }
}
