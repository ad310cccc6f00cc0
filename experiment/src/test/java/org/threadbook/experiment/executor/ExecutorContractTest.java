package org.threadbook.experiment.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.RoundClock;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskBody;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.control.StopSwitch;
import org.threadbook.experiment.control.WovenLoader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What every executor promises. A new one joins by a line in {@link #executors}.
 *
 * <p>Task bodies come from {@link Bodies} through a loader that weaves stop checks, as a notebook's
 * classes do; tests learn by files where a task stands, since it may run in another process.
 */
@ParameterizedClass
@MethodSource("executors")
@Timeout(120)
class ExecutorContractTest {
    static Stream<ExecutorSpec> executors() {
        return Stream.of(
                TaskExecutors.sequential(),
                TaskExecutors.threadPool(1),
                TaskExecutors.threadPool(3),
                TaskExecutors.processPool(1),
                TaskExecutors.processPool(3));
    }

    private static final Duration SHORT = Duration.ofMillis(300);

    private final ExecutorSpec spec;
    private final TaskExecutor executor;
    private final WovenLoader loader = new WovenLoader(Bodies.class);
    private final Class<?> bodies = loader.woven(Bodies.class);

    @TempDir private Path folder;

    ExecutorContractTest(ExecutorSpec spec) {
        this.spec = spec;
        this.executor = spec.open();
    }

    @AfterEach
    void close() {
        executor.close();
    }

    private boolean canReplaceWorkers() {
        return !spec.name().equals("sequential");
    }

    @SuppressWarnings("unchecked")
    private TaskBody<Object> body(String name, Object... arguments) {
        try {
            for (var method : bodies.getMethods()) {
                if (method.getName().equals(name))
                    return (TaskBody<Object>) method.invoke(null, arguments);
            }
            throw new AssertionError("no body " + name);
        } catch (ReflectiveOperationException broken) {
            throw new AssertionError(broken);
        }
    }

    @SafeVarargs
    private static List<Task<Integer, Object>> tasks(TaskBody<Object>... bodies) {
        return IntStream.range(0, bodies.length)
                .mapToObj(index -> new Task<Integer, Object>(index, index, bodies[index]))
                .toList();
    }

    private List<Task<Integer, Object>> squares(int count) {
        return tasks(
                IntStream.range(0, count)
                        .mapToObj(n -> body("square", n))
                        .<TaskBody<Object>>toArray(TaskBody[]::new));
    }

    private static RoundContext unlimited(TaskObserver observer) {
        return new RoundContext(RoundClock.start(), Optional.empty(), Optional.empty(), observer);
    }

    private static RoundContext taskTimeout(Duration limit) {
        return new RoundContext(
                RoundClock.start(), Optional.of(limit), Optional.empty(), TaskObserver.NONE);
    }

    private List<TaskRecord<Object>> run(List<Task<Integer, Object>> tasks) throws Exception {
        executor.start();
        return executor.run(tasks, unlimited(TaskObserver.NONE));
    }

    private static List<Object> results(List<TaskRecord<Object>> records) {
        var results = new ArrayList<Object>();
        for (var record : records) {
            assertThat(record.outcome()).isInstanceOf(Outcome.Success.class);
            results.add(((Outcome.Success<Object>) record.outcome()).value());
        }
        return results;
    }

    private static Throwable failure(TaskRecord<Object> record) {
        assertThat(record.outcome()).isInstanceOf(Outcome.Failure.class);
        return ((Outcome.Failure<Object>) record.outcome()).cause();
    }

    private static Outcome.TimedOut<Object> timeout(TaskRecord<Object> record) {
        assertThat(record.outcome()).isInstanceOf(Outcome.TimedOut.class);
        return (Outcome.TimedOut<Object>) record.outcome();
    }

    private static void awaitFile(Path file) throws IOException, InterruptedException {
        try (var watch = file.getFileSystem().newWatchService()) {
            file.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) watch.take().reset();
        }
    }

    @Test
    void resultsAreInTheOrderOfTheTasks() throws Exception {
        var records = run(squares(50));
        assertThat(results(records))
                .isEqualTo(IntStream.range(0, 50).mapToObj(n -> (Object) (n * n)).toList());
        assertThat(records).extracting(TaskRecord::index).isSorted().hasSize(50);
    }

    @Test
    void outcomesAreToldAsTheyBecomeKnown() throws Exception {
        assumeTrue(spec.workers() > 1);
        var go = folder.resolve("go");
        var finished = Collections.synchronizedList(new ArrayList<Integer>());
        var observer =
                new TaskObserver() {
                    @Override
                    public void finished(TaskRecord<?> record) {
                        finished.add(record.index());
                        if (record.index() == 1) create(go);
                    }
                };
        executor.start();
        var records =
                executor.run(
                        tasks(body("waitingFor", go, folder.resolve("started")), body("square", 7)),
                        unlimited(observer));
        assertThat(finished).containsExactly(1, 0);
        assertThat(results(records)).containsExactly(go.toString(), 49);
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void aFailureStopsNobodyElseAndIsTheTasksOwn() throws Exception {
        var failing = body("failing", "no 1");
        var records = run(tasks(body("square", 2), failing, body("square", 3)));
        assertThat(results(List.of(records.get(0), records.get(2)))).containsExactly(4, 9);
        var thrown = failure(records.get(1));
        assertThat(thrown.getClass().getName()).isEqualTo(Bodies.OwnException.class.getName());
        assertThat(thrown).hasMessage("no 1");
        assertThat(thrown.getStackTrace()[0].toString()).endsWith(lineOf(failing));
    }

    /** Where a body throws, learned from a call of it here. */
    private static String lineOf(TaskBody<Object> body) {
        try {
            body.call();
            throw new AssertionError("it did not fail");
        } catch (Throwable thrown) {
            var frame = thrown.getStackTrace()[0];
            return "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
        }
    }

    @Test
    void errorsAreFailuresToo() throws Exception {
        var records =
                run(
                        tasks(
                                body("failingWithError", "broken"),
                                body("overflowing"),
                                body("square", 2)));
        assertThat(failure(records.get(0))).isInstanceOf(AssertionError.class).hasMessage("broken");
        assertThat(failure(records.get(1))).isInstanceOf(StackOverflowError.class);
        assertThat(results(records.subList(2, 3))).containsExactly(4);
    }

    @Test
    void nullIsAResult() throws Exception {
        assertThat(results(run(tasks(body("nothing"))))).containsExactly((Object) null);
    }

    @Test
    void noTasksAreARoundToo() throws Exception {
        assertThat(run(List.of())).isEmpty();
    }

    @Test
    void aHundredThousandTasksAreRun() throws Exception {
        var records = run(squares(100_000));
        assertThat(records).hasSize(100_000);
        assertThat(results(records).get(1_000)).isEqualTo(1_000_000);
    }

    @Test
    void timesAreInTheOrderOfThePhases() throws Exception {
        for (var record : run(squares(20))) {
            var timing = record.timing();
            assertThat(timing.submittedNs()).isNotNegative();
            assertThat(timing.startedNs().getAsLong())
                    .isGreaterThanOrEqualTo(timing.submittedNs())
                    .isLessThanOrEqualTo(timing.endedNs().getAsLong());
            assertThat(timing.receivedNs().getAsLong())
                    .isGreaterThanOrEqualTo(timing.endedNs().getAsLong());
            assertThat(record.worker()).isNotEmpty();
        }
    }

    @Test
    void everyOutcomeIsToldOnce() throws Exception {
        var told = new ConcurrentLinkedQueue<TaskRecord<?>>();
        var observer =
                new TaskObserver() {
                    @Override
                    public void finished(TaskRecord<?> record) {
                        told.add(record);
                    }
                };
        executor.start();
        var records = executor.run(squares(100), unlimited(observer));
        assertThat(told).containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void aTaskThatOnlyComputesIsEndedAfterItsTimeout() throws Exception {
        endsAfterTimeout(body("computing", folder.resolve("started")));
    }

    @Test
    void aTaskThatCatchesEverythingIsEndedAfterItsTimeout() throws Exception {
        endsAfterTimeout(body("stubborn"));
    }

    @Test
    void aTaskThatSleepsIsEndedAfterItsTimeout() throws Exception {
        endsAfterTimeout(body("sleeping"));
    }

    @Test
    void aTaskThatCannotBeStoppedIsEndedWithItsWorker() throws Exception {
        assumeTrue(canReplaceWorkers());
        endsAfterTimeout(body("unstoppable"));
    }

    private void endsAfterTimeout(TaskBody<Object> endless) throws Exception {
        executor.start();
        var records =
                executor.run(
                        tasks(body("square", 2), endless, body("square", 3)), taskTimeout(SHORT));
        var timeout = timeout(records.get(1));
        assertThat(timeout.limit()).isEqualTo(SHORT);
        assertThat(Arrays.toString(timeout.stack())).contains(Bodies.class.getName());
        assertThat(results(List.of(records.get(0), records.get(2)))).containsExactly(4, 9);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(results(run(squares(5)))).containsExactly(0, 1, 4, 9, 16);
    }

    @Test
    void allThatIsUnfinishedEndsWithTheTimeoutOfTheRound() throws Exception {
        executor.start();
        var endless = new ArrayList<TaskBody<Object>>();
        endless.add(body("square", 2));
        for (int i = 0; i < 5; i++) endless.add(body("stubborn"));
        List<Task<Integer, Object>> tasks =
                tasks(endless.<TaskBody<Object>>toArray(TaskBody[]::new));
        var records =
                executor.run(
                        tasks,
                        new RoundContext(
                                RoundClock.start(),
                                Optional.empty(),
                                Optional.of(SHORT),
                                TaskObserver.NONE));
        assertThat(results(records.subList(0, 1))).containsExactly(4);
        for (var record : records.subList(1, 6)) {
            assertThat(timeout(record).limit()).isEqualTo(SHORT);
        }
        assertThat(results(run(squares(3)))).containsExactly(0, 1, 4);
    }

    @Test
    void anInterruptEndsWhatRunsAndStartsNothingMore() throws Exception {
        var started = folder.resolve("started");
        var round = new CompletableFuture<List<TaskRecord<Object>>>();
        var after = new CompletableFuture<String>();
        var tasks =
                tasks(
                        body("square", 2),
                        body("computing", started),
                        body("stubborn"),
                        body("stubborn"),
                        body("stubborn"),
                        body("stubborn"));
        var caller =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    try {
                                        round.complete(run(tasks));
                                        boolean interrupted = Thread.interrupted();
                                        StopSwitch.clear(Thread.currentThread());
                                        after.complete(
                                                interrupted + " " + results(run(squares(3))));
                                    } catch (Throwable broken) {
                                        round.completeExceptionally(broken);
                                        after.completeExceptionally(broken);
                                    }
                                });
        awaitFile(started);
        StopSwitch.stop(caller);
        var records = round.get(60, TimeUnit.SECONDS);
        assertThat(results(records.subList(0, 1))).containsExactly(4);
        assertThat(records.subList(1, 6))
                .extracting(TaskRecord::outcome)
                .hasOnlyElementsOfType(Outcome.Cancelled.class);
        assertThat(after.get(60, TimeUnit.SECONDS)).isEqualTo("true [0, 1, 4]");
    }

    @Test
    void nothingIsLeftAfterItIsClosed() throws Exception {
        executor.close();
        var before = new HashSet<>(Thread.getAllStackTraces().keySet());
        try (var another = spec.open()) {
            another.start();
            another.run(squares(20), taskTimeout(SHORT));
        }
        var left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        for (var thread : left) {
            if (thread.getThreadGroup() == Thread.currentThread().getThreadGroup())
                assertThat(thread.join(Duration.ofSeconds(30))).as(thread + " has ended").isTrue();
        }
    }

    @Test
    void startingAgainTakesNoTime() throws Exception {
        executor.start();
        assertThat(executor.start()).isZero();
    }

    @Test
    void closingAgainIsAllowed() throws Exception {
        run(squares(3));
        executor.close();
        executor.close();
    }
}
