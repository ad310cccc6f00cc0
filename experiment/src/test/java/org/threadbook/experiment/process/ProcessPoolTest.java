package org.threadbook.experiment.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.RoundClock;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskBody;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.executor.RoundContext;
import org.threadbook.experiment.executor.TaskObserver;
import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.shipping.Notebook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** What snippets send to worker processes, and what the pool does when workers fail. */
@Timeout(120)
class ProcessPoolTest {
    private static final WorkerReserve RESERVE = new WorkerReserve(Duration.ofMinutes(5));

    private final Notebook notebook = new Notebook();
    private final ProcessPool pool = new ProcessPool(2, RESERVE);

    @AfterEach
    void close() {
        pool.close();
    }

    @AfterAll
    static void closeReserve() {
        RESERVE.close();
    }

    private List<TaskRecord<Object>> run(List<TaskBody<Object>> bodies) {
        return run(bodies, Optional.empty(), TaskObserver.NONE);
    }

    private List<TaskRecord<Object>> run(
            List<TaskBody<Object>> bodies, Optional<Duration> limit, TaskObserver observer) {
        return run(pool, bodies, limit, observer);
    }

    private static List<TaskRecord<Object>> run(ProcessPool pool, List<TaskBody<Object>> bodies) {
        return run(pool, bodies, Optional.empty(), TaskObserver.NONE);
    }

    private static List<TaskRecord<Object>> run(
            ProcessPool pool,
            List<TaskBody<Object>> bodies,
            Optional<Duration> limit,
            TaskObserver observer) {
        var tasks = new ArrayList<Task<Integer, Object>>();
        for (int i = 0; i < bodies.size(); i++) tasks.add(new Task<>(i, i + 1, bodies.get(i)));
        return pool.run(
                tasks, new RoundContext(RoundClock.start(), limit, Optional.empty(), observer));
    }

    private List<@Nullable Object> results(String bodies) {
        return run(notebook.bodies(bodies)).stream()
                .map(
                        record ->
                                switch (record.outcome()) {
                                    case Outcome.Success<Object>(var value) -> value;
                                    case Outcome.Failure<Object>(var thrown) ->
                                            throw new AssertionError(thrown);
                                    case Outcome.WorkerLost<Object>(var reason) ->
                                            throw new AssertionError(reason);
                                    default -> throw new AssertionError(record.outcome());
                                })
                .toList();
    }

    @Test
    void aLambdaThatCapturesTheLoopVariable() {
        assertThat(results("for (int n = 0; n < 5; n++) { int m = n; tasks.add(() -> m * m); }"))
                .containsExactly(0, 1, 4, 9, 16);
    }

    @Test
    void methodsOfOtherCellsAndRecords() {
        notebook.cell("public record Point(int x, String name) {}");
        notebook.cell("public static int twice(int n) { return 2 * n; }");
        notebook.cell("public static Point make(int n) { return new Point(twice(n), \"p\" + n); }");
        var results =
                results("for (int n = 1; n < 3; n++) { int m = n; tasks.add(() -> make(m)); }");
        assertThat(results)
                .extracting(Object::toString)
                .containsExactly("Point[x=2, name=p1]", "Point[x=4, name=p2]");
        assertThat(results.getFirst().getClass().getClassLoader().getClass().getName())
                .contains("Notebook");
    }

    @Test
    void notebookVariablesAreSentAsTheyAreWhenTheRoundStarts() throws Exception {
        var cell = notebook.cell("public static int bias = 100;");
        var bodies = notebook.bodies("tasks.add(() -> bias + 1);");
        assertThat(success(run(bodies))).isEqualTo(101);
        cell.getField("bias").set(null, 1000);
        assertThat(success(run(bodies))).isEqualTo(1001);
    }

    @Test
    void aChangeInAWorkerIsGoneInTheNextRound() {
        notebook.cell("public static List<Integer> list = new ArrayList<>(List.of(1));");
        var bodies = notebook.bodies("tasks.add(() -> { list.add(2); return list.size(); });");
        assertThat(success(run(bodies))).isEqualTo(2);
        assertThat(success(run(bodies))).isEqualTo(2);
    }

    private static @Nullable Object success(List<TaskRecord<Object>> records) {
        if (records.getFirst().outcome() instanceof Outcome.Success<Object>(var value))
            return value;
        if (records.getFirst().outcome() instanceof Outcome.Failure<Object>(var thrown))
            throw new AssertionError(thrown);
        throw new AssertionError(records.getFirst().outcome());
    }

    @Test
    void lambdasInVariables() {
        notebook.cell("public static int bias = 7;");
        notebook.cell("public static IntUnaryOperator add = n -> n + bias;");
        notebook.cell("public static Function<Integer, String> text = String::valueOf;");
        notebook.cell("public static Supplier<List<Integer>> make = ArrayList::new;");
        assertThat(
                        results(
                                "tasks.add(() -> add.applyAsInt(1)); tasks.add(() ->"
                                        + " text.apply(3)); tasks.add(() -> make.get());"))
                .containsExactly(8, "3", List.of());
    }

    @Test
    void typesOfAllKinds() {
        notebook.cell(
                "public sealed interface Shape permits Circle, Square {"
                        + " double area(); default String say() { return \"area \" + area(); } }"
                        + " public record Circle(double r) implements Shape {"
                        + " public double area() { return r; } }"
                        + " public record Square(double s) implements Shape {"
                        + " public double area() { return s * s; } }");
        notebook.cell(
                "public enum Level { LOW { int n() { return 1; } }, HIGH { int n() { return 9; } };"
                        + " abstract int n(); }");
        notebook.cell("public static Object hidden = new Square(3);");
        notebook.cell(
                "public static abstract class Base { int h; Base(int h) { this.h = h; }"
                        + " abstract int go(int n); }"
                        + " public static class Derived extends Base { Derived() { super(9); }"
                        + " int go(int n) { return n + h; } }");
        notebook.cell("public static Base base = new Derived();");
        notebook.cell(
                "public static String name(Object o) { return switch (o) { case Circle(double r)"
                    + " when r > 5 -> \"big\"; case Circle c -> \"circle\"; case Square s ->"
                    + " s.say(); case Level l -> \"level\" + l.n(); default -> \"other\"; }; }");
        assertThat(
                        results(
                                "tasks.add(() -> name(hidden)); tasks.add(() -> name(new"
                                        + " Circle(9))); tasks.add(() -> Level.HIGH); tasks.add(()"
                                        + " -> name(Level.LOW)); tasks.add(() -> base.go(1));"
                                        + " tasks.add(() -> new Object() { int z = 4; }.z);"))
                .extracting(String::valueOf)
                .containsExactly("area 9.0", "big", "HIGH", "level1", "10", "4");
    }

    @Test
    void capturedObjectsAndMethodReferences() {
        notebook.cell(
                "public static class Sum { int total; Sum(int t) { total = t; }"
                        + " int plus() { return total + 1; } }");
        assertThat(
                        results(
                                "var sum = new Sum(4); tasks.add(sum::plus); Object nothing = null;"
                                        + " tasks.add(() -> nothing); List<String> words ="
                                        + " List.of(\"a\", \"b\"); tasks.add(() -> words.size());"))
                .containsExactly(5, null, 2);
    }

    @Test
    void aBodyThatIsAnObjectOfARecord() {
        notebook.cell(
                "public record Call(Supplier<Integer> s) implements TaskBody<Object> {"
                        + " public Object call() { return s.get(); } }");
        assertThat(results("tasks.add(new Call(() -> 5)); tasks.add(new Call(() -> 6));"))
                .containsExactly(5, 6);
    }

    @Test
    void lambdasInsideOurOwnTypes() {
        notebook.cell("public static int one() { return 1; }");
        var bodies =
                notebook.bodies(
                        "TaskSink.collect(() -> { TaskSink.current().add(1, (VoidBody) () ->"
                            + " one()); TaskSink.current().addEach(List.of(Tasks.task(\"t\", () ->"
                            + " one() + 1))); }).forEach(each -> tasks.add((TaskBody)"
                            + " each.body()));");
        assertThat(run(bodies))
                .extracting(each -> each.outcome())
                .containsExactly(new Outcome.Success<Object>(null), new Outcome.Success<Object>(2));
    }

    @Test
    void anExceptionKeepsItsClassAndTrace() {
        notebook.cell(
                "public static class Broken extends RuntimeException { int code; Broken(int code) {"
                        + " super(\"code \" + code); this.code = code; } }");
        notebook.cell("public static int fail(int n) {\n throw new Broken(n); }");
        var records = run(notebook.bodies("tasks.add(() -> fail(3)); tasks.add(() -> \"fine\");"));
        var thrown = ((Outcome.Failure<Object>) records.getFirst().outcome()).cause();
        assertThat(thrown.getClass().getSimpleName()).isEqualTo("Broken");
        assertThat(thrown).hasMessage("code 3");
        assertThat(thrown.getStackTrace()[0].getFileName()).isEqualTo("cell [2]");
        assertThat(records.get(1).outcome()).isEqualTo(new Outcome.Success<Object>("fine"));
    }

    @Test
    void aRedefinedClassReachesAWarmWorker() {
        notebook.cell("public static String version() { return \"one\"; }");
        try (var alone = new WorkerReserve(Duration.ofMinutes(5))) {
            var pids = new HashSet<String>();
            for (var version : List.of("one", "two")) {
                try (var each = new ProcessPool(1, alone)) {
                    var bodies = notebook.bodies("tasks.add(() -> version());");
                    var record = run(each, bodies).getFirst();
                    pids.add(record.worker());
                    assertThat(success(List.of(record))).isEqualTo(version);
                }
                notebook.redefine("public static String version() { return \"two\"; }");
            }
            assertThat(pids).hasSize(1);
        }
    }

    @Test
    void whatIsPrintedArrivesInOrderBeforeTheResult() {
        var heard = new ConcurrentLinkedQueue<String>();
        var observer =
                new TaskObserver() {
                    @Override
                    public void printed(TaskOutput output) {
                        heard.add(output.taskIndex() + " " + output.stream() + " " + output.text());
                    }

                    @Override
                    public void finished(TaskRecord<?> record) {
                        heard.add("finished " + record.index());
                    }
                };
        run(
                notebook.bodies(
                        "tasks.add(() -> { System.out.println(\"ä1\"); System.err.print(2);"
                                + " System.out.print(3); return System.in.read(); });"),
                Optional.empty(),
                observer);
        assertThat(heard)
                .containsExactly(
                        "OptionalInt[0] OUT ä1\n",
                        "OptionalInt[0] ERR 2",
                        "OptionalInt[0] OUT 3",
                        "finished 0");
    }

    @Test
    void aVariableThatCannotBeSentIsExplained() {
        notebook.cell("public static class Model { Thread session = new Thread(() -> {}); }");
        notebook.cell("public static class Validator { Model model = new Model(); }");
        notebook.cell("public static Validator validator = new Validator();");
        var records =
                run(
                        notebook.bodies(
                                "tasks.add(() -> validator.model); tasks.add(() -> validator);"));
        assertThat(records)
                .allSatisfy(
                        record -> {
                            var thrown = ((Outcome.Failure<Object>) record.outcome()).cause();
                            assertThat(thrown).isInstanceOf(java.io.NotSerializableException.class);
                            assertThat(thrown.getMessage())
                                    .matches(
                                            "(?s)this task cannot be sent to a worker process\n"
                                                    + "  validator +Validator +notebook variable,"
                                                    + " cell \\[3\\]\n"
                                                    + "    \\.model +Model +cell \\[1\\]\n"
                                                    + "      \\.session +java\\.lang\\.Thread  <-"
                                                    + " not serializable\n"
                                                    + "Keep the java\\.lang\\.Thread out.*");
                        });
        assertThat(results("tasks.add(() -> 1);")).containsExactly(1);
    }

    @Test
    void aCapturedValueThatCannotBeSentFailsItsTaskAlone() {
        var records =
                run(
                        notebook.bodies(
                                "for (Object each : List.of(1, new Thread(), 3)) tasks.add(() ->"
                                        + " each);"));
        assertThat(records)
                .extracting(each -> each.outcome().word())
                .containsExactly("success", "failure", "success");
        var thrown = ((Outcome.Failure<Object>) records.get(1).outcome()).cause();
        assertThat(thrown.getMessage())
                .matches(
                        "(?s).*\n  task +a lambda  cell \\[1\\]\n    captured value 1"
                                + "  java\\.lang\\.Thread  <- not.*");
    }

    @Test
    void aResultThatCannotComeBackIsAFailureThatSaysSo() {
        var records = run(notebook.bodies("tasks.add(() -> List.of(new Thread()));"));
        var thrown = ((Outcome.Failure<Object>) records.getFirst().outcome()).cause();
        assertThat(thrown)
                .hasMessageContaining("the result of this task cannot be sent back")
                .hasMessageContaining("[0]");
    }

    @Test
    void aWorkerThatDiesIsNamedAndTheOthersFinish() {
        var records =
                run(
                        notebook.bodies(
                                "for (int i = 0; i < 20; i++) { int n = i; tasks.add(() -> { if (n"
                                        + " == 7) { System.err.flush();"
                                        + " Runtime.getRuntime().halt(3); } return n; }); }"));
        assertThat(records).hasSize(20);
        for (var record : records) {
            if (record.index() == 7)
                assertThat(((Outcome.WorkerLost<Object>) record.outcome()).reason())
                        .matches(
                                "(?s)Worker \\d \\(pid \\d+\\) ended with exit code 3 while it ran"
                                        + " task 7 \\(item 8\\)\\. .*");
            else
                assertThat(record.outcome()).isEqualTo(new Outcome.Success<Object>(record.index()));
        }
        assertThat(results("tasks.add(() -> 1);")).containsExactly(1);
    }

    @Test
    void aKilledWorkerIsReportedWithItsSignal() {
        var records =
                run(
                        notebook.bodies(
                                "tasks.add(() -> { ProcessHandle.of("
                                        + "ProcessHandle.current().pid()).ifPresent(p -> {}); new"
                                        + " ProcessBuilder(\"kill\", \"-9\", \"\" +"
                                        + " ProcessHandle.current().pid()).start(); while (true)"
                                        + " Thread.onSpinWait(); });"));
        assertThat(((Outcome.WorkerLost<Object>) records.getFirst().outcome()).reason())
                .contains("was killed by signal 9 (SIGKILL)");
    }

    @Test
    void anIdleWorkerThatWasKilledIsReplaced() throws Exception {
        var pid = (Long) results("tasks.add(() -> ProcessHandle.current().pid());").getFirst();
        var process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
        assertThat(results("tasks.add(() -> 1); tasks.add(() -> 2);")).containsExactly(1, 2);
    }

    @Test
    void aFullHeapIsTheTasksOwnFailure() {
        var records =
                run(
                        notebook.bodies(
                                "tasks.add(() -> new long[Integer.MAX_VALUE - 8]); tasks.add(() ->"
                                        + " 2);"));
        assertThat(((Outcome.Failure<Object>) records.getFirst().outcome()).cause())
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(records.get(1).outcome()).isEqualTo(new Outcome.Success<Object>(2));
    }

    @Test
    void aTaskOverItsLimitIsEndedWithItsStackAndItsWorkerReplaced() {
        var records =
                run(
                        notebook.bodies(
                                "tasks.add(() -> { long x = 1; while (x != 0) x |= 1; return x; });"
                                        + " for (int i = 1; i < 10; i++) { int n = i; tasks.add(()"
                                        + " -> n); }"),
                        Optional.of(Duration.ofMillis(300)),
                        TaskObserver.NONE);
        var timedOut = (Outcome.TimedOut<Object>) records.getFirst().outcome();
        assertThat(timedOut.limit()).isEqualTo(Duration.ofMillis(300));
        assertThat(timedOut.stack()[0].getClassName()).startsWith("REPL.");
        assertThat(records.subList(1, 10))
                .allSatisfy(each -> assertThat(each.outcome().word()).isEqualTo("success"));
    }

    @Test
    void tenThousandTasksAndTheirTimes() {
        var records =
                run(
                        notebook.bodies(
                                "for (int i = 0; i < 10_000; i++) { int n = i; tasks.add(() -> n);"
                                        + " }"));
        assertThat(records)
                .extracting(each -> each.outcome())
                .isEqualTo(
                        IntStream.range(0, 10_000)
                                .mapToObj(i -> new Outcome.Success<Object>(i))
                                .toList());
        assertThat(records)
                .allSatisfy(
                        each -> {
                            var timing = each.timing();
                            assertThat(timing.startedNs().getAsLong())
                                    .isBetween(0L, timing.endedNs().getAsLong());
                            assertThat(timing.endedNs().getAsLong())
                                    .isLessThanOrEqualTo(timing.receivedNs().getAsLong());
                            assertThat(timing.bytesSent().getAsLong()).isLessThan(50);
                        });
    }

    @Test
    void shortTasksBehindALongOneGoToTheOtherWorker() {
        var records =
                run(
                        notebook.bodies(
                                "for (int i = 0; i < 2000; i++) { int n = i; tasks.add(() -> { if"
                                        + " (n == 1500) Thread.sleep(1500); return n; }); }"));
        long longOne = records.get(1500).timing().endedNs().getAsLong();
        assertThat(records.stream().filter(each -> each.index() != 1500))
                .allSatisfy(
                        each ->
                                assertThat(each.timing().endedNs().getAsLong())
                                        .isLessThan(longOne));
    }

    @Test
    void closingTheReserveEndsTheProcesses() throws Exception {
        var reserve = new WorkerReserve(Duration.ofMinutes(5));
        long pid;
        try (var other = new ProcessPool(1, reserve)) {
            var body = notebook.bodies("tasks.add(() -> ProcessHandle.current().pid());");
            var records = run(other, body);
            pid = (Long) ((Outcome.Success<Object>) records.getFirst().outcome()).value();
        }
        assertThat(reserve.size()).isEqualTo(1);
        var process = ProcessHandle.of(pid).orElseThrow();
        reserve.close();
        process.onExit().get();
    }

    @Test
    void anIdleWorkerEndsAfterItsTime() throws Exception {
        try (var reserve = new WorkerReserve(Duration.ofMillis(1));
                var other = new ProcessPool(1, reserve)) {
            other.start();
            var process =
                    ProcessHandle.of(other.seats().getFirst().worker.orElseThrow().pid())
                            .orElseThrow();
            other.close();
            process.onExit().get();
        }
    }
}
