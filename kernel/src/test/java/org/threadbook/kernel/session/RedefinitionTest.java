package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Declaring things again. With the JVM's instrumentation that keeps the values of variables whose
 * types are not touched; it is there only in a JVM started with an agent, so in one of its own.
 */
class RedefinitionTest {
    @TempDir Path folder;

    @Test
    void valuesSurvive() throws Exception {
        var agent = agent();
        var output = folder.resolve("output");
        var java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-javaagent:" + agent,
                                "-cp",
                                System.getProperty("java.class.path"),
                                InAgentJvm.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.to(output.toFile()))
                        .start();
        int exit = java.waitFor();
        assertThat(exit).as(Files.readString(output)).isZero();
    }

    private Path agent() throws IOException {
        var manifest = new Manifest();
        var entries = manifest.getMainAttributes();
        entries.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        entries.putValue("Premain-Class", SnippetAgent.class.getName());
        entries.putValue("Can-Redefine-Classes", "true");
        var jar = folder.resolve("agent.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    /** What happens in the other JVM; an assertion that fails ends it with a trace. */
    static final class InAgentJvm {
        private static final Notebook NOTEBOOK = new Notebook();

        public static void main(String[] args) throws Throwable {
            try (NOTEBOOK) {
                check();
            }
        }

        private static void check() throws Throwable {
            NOTEBOOK.runAll(
                    "int x = 5;",
                    "record P(int a) { int s() { return twice(a); } }",
                    "int twice(int q) { return q * 2; }",
                    "P p = new P(4);",
                    "IntUnaryOperator f = v -> twice(v) + x;");
            is(8, "p.s()");
            is(7, "f.applyAsInt(1)");
            // A method that others use.
            NOTEBOOK.run("int twice(int q) { return q * 100; }");
            is(400, "p.s()");
            is(105, "f.applyAsInt(1)");
            // A variable that a lambda uses.
            NOTEBOOK.run("int x = 6;");
            is(106, "f.applyAsInt(1)");
            // A new shape: the method gets a lambda.
            NOTEBOOK.run(
                    "int twice(int q) { IntUnaryOperator g = z -> z + 1; return g.applyAsInt(q);"
                            + " }");
            is(5, "p.s()");
            is(8, "f.applyAsInt(1)");
            // A mistake changes nothing.
            try {
                NOTEBOOK.run("int twice(int q) { return 7; } int x = 9; record P(int z) {} nosuch");
                throw new AssertionError("it compiled");
            } catch (CompilationException e) {
                is(5, "p.s()");
                is(6, "x");
                is(8, "f.applyAsInt(1)");
            }
            // Variables start anew where they are declared anew.
            NOTEBOOK.run("int x;");
            is(0, "x");
            NOTEBOOK.run("String x = \"s\";");
            is("s", "x");
            // Volatile or not is a matter of the field: the variable moves to another one.
            NOTEBOOK.runAll(
                    "volatile String x = \"v\";", "String readX() { return x; }", "x += \"w\";");
            is("vw", "readX()");
            NOTEBOOK.runAll("String x = \"plain\";", "x += x.length();");
            is("plain5", "readX()");
            // Declared again with another shape, a synchronized method still has its monitor.
            NOTEBOOK.runAll(
                    "synchronized boolean locked() { return Thread.holdsLock(Notebook.class); }",
                    "boolean both() { return locked(); }",
                    "synchronized boolean locked() { BooleanSupplier b = () ->"
                            + " Thread.holdsLock(Notebook.class); return b.getAsBoolean(); }");
            is(true, "both()");
            // A name that overloads mention.
            NOTEBOOK.runAll(
                    "int sum(int n) { return n; } String sum(String s, int n) { return s +"
                            + " sum(n); }",
                    "int sum = 3;");
            is("s3", "sum(\"s\", sum)");
            // The lines of what is redefined are those of the new cell.
            NOTEBOOK.run("\n\nint twice(int q) { return q / 0; }");
            int cell = NOTEBOOK.count();
            try {
                NOTEBOOK.run("p.s()");
                throw new AssertionError("it returned");
            } catch (ArithmeticException e) {
                assertThat(e.getStackTrace()[0].getFileName()).isEqualTo("cell [" + cell + "]");
                assertThat(e.getStackTrace()[0].getLineNumber()).isEqualTo(3);
                assertThat(e.getStackTrace()[1].getFileName()).isEqualTo("cell [2]");
            }
            // A type that a variable has: the variable is lost, and that is said.
            NOTEBOOK.run("record P(int a, int b) {}");
            assertThat(NOTEBOOK.output().err()).contains("p");
        }

        private static void is(Object expected, String expression) throws Throwable {
            assertThat(NOTEBOOK.run(expression)).as(expression).isEqualTo(expected);
        }
    }
}
