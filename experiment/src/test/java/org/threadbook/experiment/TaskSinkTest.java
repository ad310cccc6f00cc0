package org.threadbook.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.threadbook.experiment.Tasks.task;
import static org.threadbook.experiment.Tasks.tasks;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

class TaskSinkTest {
    private static long evaluate(int n) throws Exception {
        if (n < 0) throw new Exception("negative");
        return n * 2L;
    }

    private static void act(List<Integer> seen, int n) throws Exception {
        if (n < 0) throw new Exception("negative");
        seen.add(n);
    }

    private static List<Object> results(List<? extends Task<?, ?>> tasks) throws Throwable {
        var results = new ArrayList<>();
        for (var task : tasks) results.add(task.body().call());
        return results;
    }

    @Test
    void aBodyWithAValueYieldsIt() throws Throwable {
        int[] numbers = {3, 4};
        var tasks =
                TaskSink.collect(
                        () -> {
                            for (int n : numbers) TaskSink.current().add(n, () -> evaluate(n));
                        });
        assertThat(tasks).extracting(Task::index).containsExactly(0, 1);
        assertThat(tasks).extracting(Task::item).containsExactly(3, 4);
        assertThat(results(tasks)).containsExactly(6L, 8L);
    }

    @Test
    void aVoidBodyYieldsNull() throws Throwable {
        var seen = new ArrayList<Integer>();
        var tasks =
                TaskSink.collect(
                        () -> {
                            for (int n : List.of(3, 4))
                                TaskSink.current().add(n, () -> act(seen, n));
                        });
        assertThat(results(tasks)).containsExactly(null, null);
        assertThat(seen).containsExactly(3, 4);
    }

    @Test
    void aNullItemIsAnItem() throws Throwable {
        var tasks = TaskSink.collect(() -> TaskSink.current().add(null, () -> "x"));
        assertThat(tasks.getFirst().item()).isNull();
    }

    @Test
    void elementsAreTakenByTheirStaticTypes() throws Throwable {
        List<Callable<Integer>> callables = List.of(() -> 1, () -> 2);
        Runnable[] runnables = {() -> {}};
        Stream<Supplier<String>> suppliers = Stream.of(() -> "a", () -> "b");
        var tasks =
                TaskSink.collect(
                        () -> {
                            TaskSink.current().addEach(callables);
                            TaskSink.current().addEach(runnables);
                            TaskSink.current().addEach(suppliers);
                        });
        assertThat(tasks).extracting(Task::item).containsExactly(1, 2, 3, 4, 5);
        assertThat(results(tasks)).containsExactly(1, 2, null, "a", "b");
    }

    @Test
    void theItemOfANamedTaskIsItsName() throws Throwable {
        var seen = new ArrayList<Integer>();
        var tasks =
                TaskSink.collect(
                        () ->
                                TaskSink.current()
                                        .addEach(
                                                tasks(
                                                        task("download", () -> 5),
                                                        task("resize", () -> act(seen, 1)))));
        assertThat(tasks).extracting(Task::item).containsExactly("download", "resize");
        assertThat(results(tasks)).containsExactly(5, null);
    }

    @Test
    void witnessesGiveResultsTheirTypeWithoutRunning() {
        List<Integer> numbers = null;
        List<Long> results =
                TaskSink.resultsOf(
                        () -> {
                            for (int n : numbers) {
                                return evaluate(n);
                            }
                            return null;
                        });
        Stream<Callable<Integer>> callables = Stream.of(() -> 1);
        List<Integer> ofCallables =
                TaskSink.resultsOfEach(() -> TaskSink.current().addEach(callables));
        Supplier<? extends CharSequence>[] suppliers = null;
        List<CharSequence> ofSuppliers =
                TaskSink.resultsOfEach(() -> TaskSink.current().addEach(suppliers));
        var named = tasks(task("download", () -> 5), task("resize", () -> "x"));
        var ofNamed = TaskSink.resultsOfEach(() -> TaskSink.current().addEach(named));
        List<?> any = ofNamed;
        assertThat(results).isEmpty();
        assertThat(ofCallables).isEmpty();
        assertThat(ofSuppliers).isEmpty();
        assertThat(any).isEmpty();
    }

    @Test
    void whatIsCollectedCanBeSent() throws Throwable {
        var tasks =
                TaskSink.collect(
                        () -> {
                            TaskSink.current().addEach(tasks(task("sum", () -> 1 + 2)));
                            TaskSink.current().add(1, () -> "sent".length());
                            TaskSink.current().addEach(List.of(new Sendable()));
                        });
        for (var task : tasks) {
            TaskBody<?> copy = copyOf(task.body());
            assertThat(copy.call()).isEqualTo(task.body().call());
        }
    }

    private record Sendable() implements Supplier<String>, java.io.Serializable {
        @Override
        public String get() {
            return "sent";
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T copyOf(T value) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void aTaskCannotAddTasks() throws Throwable {
        var tasks = TaskSink.collect(() -> TaskSink.current().add(1, () -> TaskSink.current()));
        assertThatThrownBy(() -> tasks.getFirst().body().call())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a task cannot add tasks");
    }
}
