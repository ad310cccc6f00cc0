package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.ref.WeakReference;
import java.time.Duration;

/**
 * What statements and expressions are made of goes when nothing uses it, is all there as long as
 * something does, and is at home in the notebook's package meanwhile.
 */
class UnloadingTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Notebook notebook = new Notebook();

    @AfterEach
    void close() {
        notebook.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new Object() {}.getClass()",
                "((Supplier<Object>) () -> 1).getClass()",
                "IntStream.of(1).mapToObj(i -> { class Local {} return (Object) new Local();"
                        + " }).toList().get(0).getClass()",
                "CompletableFuture.supplyAsync(() -> new Object() {}.getClass()).get()",
                "try { throw new Exception() {}; } catch (Exception e) { types.add(e.getClass()); }"
                        + " types.remove(0)",
            })
    void whatNothingUsesIsUnloaded(String cell) throws Throwable {
        notebook.run("List<Class<?>> types = new ArrayList<>();");
        var type = new WeakReference<>((Class<?>) notebook.run(cell));
        // The common pool's workers hold on to what they ran last.
        notebook.run("CompletableFuture.runAsync(() -> {}).get();");
        long end = System.nanoTime() + LONGEST.toNanos();
        while (type.get() != null) {
            assertThat(System.nanoTime()).as("is still loaded").isLessThan(end);
            System.gc();
        }
    }

    @Test
    void whatIsInUseGoesOnWorking() throws Throwable {
        notebook.runAll(
                "List<Supplier<Object>> left = new ArrayList<>();",
                "left.add(() -> new Object() { public String toString() { return \"here\"; } });",
                "for (int i = 0; i < 20; i++) new Object() {};");
        System.gc();
        assertThat(notebook.run("left.getFirst().get().toString()")).isEqualTo("here");
    }

    @Test
    void aPoolPrintsLateForTheCellThatSubmitted() throws Throwable {
        notebook.run("var go = new CountDownLatch(1); var pool = Executors.newFixedThreadPool(1);");
        notebook.run("pool.execute(() -> {});");
        notebook.run(
                "pool.execute(() -> { try { go.await(); } catch (Exception e) {}"
                        + " System.out.println(\"late\"); });");
        var earlier = notebook.output();
        System.gc();
        notebook.run("go.countDown(); pool.close();");
        assertThat(notebook.output().out()).isEmpty();
        assertThat(earlier.out()).isEqualTo("late\n");
    }

    @Test
    void statementsReachWhatIsNotPublicInDeclarations() throws Throwable {
        notebook.runAll(
                """
                class Base {
                    int field = 1;
                    protected int guarded = 2;
                    static int shared = 3;
                    Base() {}
                    protected Base(int field) { this.field = field; }
                    int method() { return 10; }
                    protected int guardedMethod() { return 20; }
                    static class Nested { int value = 30; }
                    protected class Inner { int sum() { return field + guarded; } }
                    private int secret = 4;
                    class Peek { int secret() { return secret; } }
                }
                """,
                "enum Level { LOW, HIGH { int height() { return 2; } }; int height() { return 1; }"
                        + " }",
                """
                sealed interface Shape permits Circle, Square {}
                record Circle(int r) implements Shape {}
                record Square(int a) implements Shape {}
                """);
        is(6, "var b = new Base(); b.field + b.guarded + Base.shared");
        is(30, "b.method() + b.guardedMethod()");
        is(30, "new Base.Nested().value");
        is(3, "b.new Inner().sum()");
        is(4, "b.new Peek().secret()");
        is(9, "b.field = 9; b.field");
        is(7, "new Base(7).field");
        // Overridden where the declaration calls it, too.
        notebook.run("int ask(Base q) { return q.method() + q.guardedMethod(); }");
        is(
                33,
                "ask(new Base(1) { int method() { return 11; } protected int guardedMethod() {"
                        + " return 22; } })");
        is(12, "new Base() { int method() { return super.method() + guarded; } }.method()");
        is(2, "Level.HIGH.height()");
        is("low", "switch (Level.LOW) { case LOW -> \"low\"; case HIGH -> \"high\"; }");
        is(
                5,
                "Stream.<Shape>of(new Circle(2), new Square(3)).mapToInt(s -> switch (s) {"
                        + " case Circle(int r) -> r; case Square(int a) -> a; }).sum()");
        is(10, "Function<Base, Integer> f = Base::method; f.apply(b)");
        is("java.lang.Integer", "((Object) b.field).getClass().getName()");
    }

    @Test
    void whatACellWroteALaterOneReads() throws Throwable {
        notebook.runAll(
                "var bytes = new ByteArrayOutputStream();",
                "Object kept = null;",
                """
                kept = new Object() { int v = 4; public String toString() { return "v" + v; } };
                try (var out = new ObjectOutputStream(bytes)) { out.writeObject(kept); }
                """);
        is(
                "v4",
                "new ObjectInputStream(new"
                        + " ByteArrayInputStream(bytes.toByteArray())).readObject().toString()");
    }

    private void is(Object expected, String cell) throws Throwable {
        assertThat(notebook.run(cell)).as(cell).isEqualTo(expected);
    }
}
