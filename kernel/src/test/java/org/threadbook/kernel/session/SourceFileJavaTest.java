package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.threadbook.experiment.Notebook;

import java.lang.reflect.Modifier;

/**
 * What JShell drops or refuses of Java as it stands in a source file, seen from inside: fields,
 * monitors, and where errors are shown. What a user sees of it is in the table of programs.
 */
class SourceFileJavaTest {
    private final org.threadbook.kernel.session.Notebook notebook =
            new org.threadbook.kernel.session.Notebook();

    @AfterEach
    void close() {
        notebook.close();
    }

    private boolean isVolatile(String declaration) throws Throwable {
        var holder =
                (Class<?>)
                        notebook.runAll(
                                declaration
                                        + " Class<?> holder ="
                                        + " java.lang.invoke.MethodHandles.lookup().lookupClass();",
                                "holder");
        assertThat(notebook.session.variable("holder").orElseThrow().value()).isEqualTo(holder);
        return Modifier.isVolatile(holder.getDeclaredField("holder").getModifiers());
    }

    @Test
    void aVariableIsVolatileWhileItIsDeclaredSo() throws Throwable {
        assertThat(isVolatile("volatile")).isTrue();
        assertThat(isVolatile("public static volatile")).isTrue();
        assertThat(isVolatile("")).isFalse();
        assertThat(isVolatile("/* volatile */")).isFalse();
        assertThat(isVolatile("private @Deprecated volatile")).isTrue();
        notebook.run("volatile int a = 1, b; long c = 1;");
        assertThat(isVolatile("static")).isFalse();
    }

    @Test
    void aCellThatFailsLeavesAVolatileVariableAsItWas() throws Throwable {
        notebook.runAll("volatile int x = 1;", "x = 7;", "int get() { return x; }");
        assertThat(catchThrowable(() -> notebook.run("int x = 2; nosuch")))
                .isInstanceOf(CompilationException.class);
        assertThat(notebook.runAll("x + get()")).isEqualTo(14);
        assertThat(notebook.runAll("x = 8; get()")).isEqualTo(8);
    }

    @Test
    void whatWasCompiledBeforeReadsTheVariableThatBecameVolatile() throws Throwable {
        notebook.runAll(
                "int x = 1; int y = 5;",
                "int get() { return x; }",
                "volatile int x = 2;",
                "x = 3; y++;");
        assertThat(notebook.run("get()")).isEqualTo(3);
        assertThat(notebook.run("y")).isEqualTo(6);
    }

    @Test
    void synchronizedMethodsHoldTheMonitorOfTheNotebook() throws Throwable {
        notebook.runAll(
                "synchronized boolean holds() { return Thread.holdsLock(Notebook.class); }",
                "@Deprecated private static final synchronized <T> boolean generic(T t) throws"
                        + " IOException { return Thread.holdsLock(Notebook.class); }");
        assertThat(notebook.run("holds() && generic(1)")).isEqualTo(true);
        assertThat(Thread.holdsLock(Notebook.class)).isFalse();
        assertThat(notebook.run("Thread.holdsLock(Notebook.class)")).isEqualTo(false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    synchronized int f() { return true; } | true | incompatible
                    synchronized void f() { int a = 1; String s = a; } | a; } | incompatible
                    record P(int a) { P { int b = "s"; } } | "s" | incompatible
                    sealed interface S {} final class A implements S { int f() { return ""; } } | ""; | incompatible
                    void f() { synchronized (this) { String s = 1; } } | 1; } | incompatible
                    void f() { wait(""); } | ""); | incompatible
                    final int x = 1; int y = 2; y = 3; x = 4; | x = 4 | final variable x
                    final int x = 1; class A { int x; void f() { x = 2; x(); } void x() { B.x++; } } class B { static int x; void f() { int y = x; } } x++; | x++; | final variable x
                    final int x = 1; Runnable r = () -> { int y = 0; y = 1; x = 1; }; | x = 1; } | final variable x
                    """)
    void anErrorIsShownWhereTheUserWroteIt(String code, String place, String message) {
        var source = "int before = 0;\n  " + code;
        var thrown = (CompilationException) catchThrowable(() -> notebook.run(source));
        assertThat(thrown).as(source).isNotNull();
        var problem = thrown.problems().getFirst();
        assertThat(problem.message()).contains(message);
        assertThat(problem.start()).isEqualTo(source.lastIndexOf(place));
    }

    @Test
    void aTraceHasTheLinesOfTheUser() {
        var thrown =
                catchThrowable(
                        () ->
                                notebook.runAll(
                                        "synchronized int half(int n)\n"
                                                + "{\n"
                                                + "  int a = n;\n"
                                                + "  return a / 0;\n"
                                                + "}",
                                        "record P(int a) {\n"
                                                + "  P {\n"
                                                + "    half(a);\n"
                                                + "  }\n"
                                                + "}\n"
                                                + "new P(1);"));
        assertThat(thrown.getStackTrace())
                .extracting(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .startsWith("cell [1]:4", "cell [2]:3", "cell [2]:6");
    }

    @Test
    void aFinalVariableIsNotMadeOfOneThatIsAssigned() throws Throwable {
        notebook.run("int x = 1; void set() { x = 2; }");
        assertThat(catchThrowable(() -> notebook.run("final int x = 1;")))
                .hasMessageContaining("x cannot be final: cell [1] assigns a value to it");
        assertThat(notebook.runAll("set();", "x")).isEqualTo(2);
    }

    @Test
    void typesOfExpressionsAreKnownAfterATypeWasRejected() throws Throwable {
        for (var broken :
                new String[] {
                    "class A { int f() { return \"\"; } }",
                    "record B(int a) {} nosuch",
                    "record C(int a) { private C {} }"
                }) {
            assertThat(catchThrowable(() -> notebook.run(broken)))
                    .isInstanceOf(CompilationException.class);
            assertThat(notebook.session.typeOf("\"a\" + 1")).contains("String");
            assertThat(notebook.session.typeOf("List.of(1)")).contains("List<Integer>");
        }
        assertThat(catchThrowable(() -> notebook.run("new A()")))
                .isInstanceOf(CompilationException.class);
        assertThat(notebook.run("class A {} record B(int b) {} new B(3).b()")).isEqualTo(3);
    }

    @Test
    void typesOfExpressionsAreKnownAfterTheWarmUp() {
        notebook.session.warmUp();
        assertThat(notebook.session.typeOf("\"a\" + 1")).contains("String");
    }

    @Test
    void aVariableDeclaredTwiceInACellThatFailsIsGone() {
        assertThat(catchThrowable(() -> notebook.run("int x = 1; int x = 2; nosuch")))
                .isInstanceOf(CompilationException.class);
        assertThat(notebook.session.variable("x")).isEmpty();
    }

    @Test
    void aNameThatOverloadsMentionCanBeDeclaredAndTakenBack() throws Throwable {
        notebook.runAll(
                "int sum(int n) { return n; }\n"
                        + "String sum(String first, int n) { return first + sum(n); }",
                "int kept = sum(4);",
                "kept = 9;",
                "int sum = 3;",
                "String first = \"f\";");
        assertThat(notebook.run("sum(first, sum) + kept")).isEqualTo("f39");
        assertThat(catchThrowable(() -> notebook.run("int sum = 5; int first = 1; nosuch")))
                .isInstanceOf(CompilationException.class);
        assertThat(notebook.run("sum(first, sum) + kept")).isEqualTo("f39");
    }

    @Test
    void aTypeMayWaitForALaterCell() throws Throwable {
        notebook.run("interface Visitor { int visit(Node n); } int use(Node n) { return n.v; }");
        assertThat(notebook.output().err()).contains("Visitor", "use", "class Node");
        assertThat(catchThrowable(() -> notebook.run("class Bad { Strng s; }\nnew Bad()")))
                .hasMessageContaining("Strng");
        assertThat(notebook.runAll("class Node { int v = 3; }", "Visitor v = n -> use(n);"))
                .isNull();
        assertThat(notebook.run("v.visit(new Node())")).isEqualTo(3);
    }
}
