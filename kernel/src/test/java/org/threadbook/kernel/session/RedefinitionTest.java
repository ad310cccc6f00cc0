package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                                "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
                                "--add-opens=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED",
                                "--add-opens=jdk.compiler/com.sun.tools.javac.comp=ALL-UNNAMED",
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
                objectsAndLambdasThatCellsLeftBehind();
                typesThatOthersUse();
                changesOfShapeThatResetVariables();
                aMethodThatChangesItsShapeOverAndOver();
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

        private static void objectsAndLambdasThatCellsLeftBehind() throws Throwable {
            NOTEBOOK.runAll(
                    "int step = 1;",
                    "int next(int q) { return q + step; }",
                    "List<IntUnaryOperator> left = new ArrayList<>();",
                    "left.add(q -> next(q) * 10);",
                    "for (int i = 1; i < 2; i++) { int k = i; left.add(q -> step + k); }",
                    "left.add(new IntUnaryOperator() { int seen; public int applyAsInt(int q) {"
                            + " return next(++seen) + step; } });");
            var all = "left.stream().map(each -> each.applyAsInt(1)).toList()";
            is(List.of(20, 2, 3), all);
            NOTEBOOK.run("int step = 2;");
            is(List.of(30, 3, 6), all);
            // The method and the variable change their shapes, and their classes with that.
            NOTEBOOK.run(
                    "int next(int q) { IntSupplier s = () -> q + step + 100; return s.getAsInt();"
                            + " }");
            is(List.of(1030, 3, 107), all);
            NOTEBOOK.run("int step = IntStream.of(3).map(q -> q + 4).sum();");
            is(List.of(1080, 8, 118), all);
            NOTEBOOK.run("int step = 0;");
            is(List.of(1010, 1, 105), all);
            is(
                    4,
                    "var f = left.get(2).getClass().getDeclaredField(\"seen\");"
                            + " f.setAccessible(true); (Object) ((int) f.get(left.get(2)) - 1)");
        }

        private static void typesThatOthersUse() throws Throwable {
            NOTEBOOK.runAll(
                    "class Account { int balance; void add(int q) { balance += q; } }",
                    "Account account = new Account();",
                    "void pay(Account a, int q) { a.add(q); }",
                    "record Held(Account a) { int twice() { return a.balance * 2; } }",
                    "Held held = new Held(account);",
                    "pay(account, 5);");
            is(10, "held.twice()");
            // Only a body changes: the live objects have the new one, and keep their values.
            NOTEBOOK.run("class Account { int balance; void add(int q) { balance += 100 * q; } }");
            assertThat(NOTEBOOK.output().err()).isEmpty();
            NOTEBOOK.run("pay(account, 1);");
            is(210, "held.twice()");
            // What statements may do with a declaration's own members.
            is(7, "account.balance = 7; account.add(0); account.balance");
            is(
                    8,
                    "new Account() { void add(int q) { balance = 8; } int go() { Account a = this;"
                            + " a.add(1); return balance; } }.go()");
        }

        private static void changesOfShapeThatResetVariables() throws Throwable {
            NOTEBOOK.runAll(
                    "int untouched = 3;",
                    "List<Object> kept = new ArrayList<>(); kept.add(account);");
            NOTEBOOK.run("class Account { int balance; String owner; void add(int q) {} }");
            assertThat(NOTEBOOK.output().err())
                    .contains("reset by this cell", "account", "held")
                    .doesNotContain("untouched", "kept");
            is(null, "account");
            is(3, "untouched");
            is(1, "kept.size()");
            // A variable of another type begins anew; it is the cell's own, so nothing is said.
            NOTEBOOK.run("String untouched;");
            assertThat(NOTEBOOK.output().err()).isEmpty();
        }

        private static void aMethodThatChangesItsShapeOverAndOver() throws Throwable {
            NOTEBOOK.runAll("int turn() { return 0; }", "left.clear();");
            for (int i = 1; i <= 40; i++) {
                NOTEBOOK.run("left.add(q -> turn());");
                var lambda = i % 2 == 0 ? "" : "IntSupplier s = () -> 1;";
                NOTEBOOK.run("int turn() { " + lambda + " return " + i + "; }");
                if (i % 13 == 0) {
                    is(
                            List.of(i),
                            "left.stream().map(each -> each.applyAsInt(0)).distinct().toList()");
                }
            }
            // The calls of old versions go on to the present one in few steps.
            NOTEBOOK.run(
                    "int turn() { long n = StackWalker.getInstance().walk(s -> s.filter(f ->"
                            + " f.getMethodName().equals(\"turn\")).count()); return (int) n; }");
            var depth = (int) NOTEBOOK.run("left.getFirst().applyAsInt(0)");
            assertThat(depth).isBetween(2, 8);
        }

        private static void is(Object expected, String expression) throws Throwable {
            assertThat(NOTEBOOK.run(expression)).as(expression).isEqualTo(expected);
        }
    }
}
