package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Collects the tasks of a round from code that runs in the collecting thread, such as a loop whose
 * body was replaced: {@code for (int n : numbers) TaskSink.current().add(n, () -> evaluate(n));}.
 * Not thread-safe: it belongs to the thread that collects.
 *
 * <p>The overloads of {@code add}, {@code addEach} and {@code resultsOf} leave it to javac to tell
 * apart what is collected, by the static types of the code. Where erasure would make two overloads
 * the same, an empty varargs parameter of a type of its own keeps them apart; callers leave it out.
 */
public final class TaskSink {
    private static final ThreadLocal<@Nullable TaskSink> CURRENT = new ThreadLocal<>();
    private static final OfCallables[] NO_CALLABLES = {};
    private static final OfRunnables[] NO_RUNNABLES = {};
    private static final OfSuppliers[] NO_SUPPLIERS = {};

    private final List<Task<@Nullable Object, @Nullable Object>> tasks = new ArrayList<>();

    private final int repetitions;
    private boolean repeated;

    private TaskSink(int repetitions) {
        this.repetitions = repetitions;
    }

    /**
     * What was collected.
     *
     * @param tasks the tasks, indices counting from 0
     * @param repeated whether they are one task, added by {@link #repeat}
     */
    public record Collected(
            List<Task<@Nullable Object, @Nullable Object>> tasks, boolean repeated) {}

    /** Keeps overloads for callables apart; never passed. */
    public static final class OfCallables {
        private OfCallables() {}
    }

    /** Keeps overloads for runnables apart; never passed. */
    public static final class OfRunnables {
        private OfRunnables() {}
    }

    /** Keeps overloads for suppliers apart; never passed. */
    public static final class OfSuppliers {
        private OfSuppliers() {}
    }

    /** Code that adds tasks to the current sink. */
    @FunctionalInterface
    public interface Collecting {
        /**
         * Adds tasks.
         *
         * @throws Exception what the author's code throws
         */
        void run() throws Exception;
    }

    /**
     * Runs code in this thread and collects the tasks that it adds to {@link #current}.
     *
     * @param code what adds tasks
     * @return the tasks, indices counting from 0
     * @throws Exception what the code throws
     */
    public static List<Task<@Nullable Object, @Nullable Object>> collect(Collecting code)
            throws Exception {
        return collect(1, code).tasks();
    }

    /**
     * Runs code in this thread and collects the tasks that it adds to {@link #current}.
     *
     * @param repetitions how often {@link #repeat} adds its task
     * @param code what adds tasks
     * @return the tasks
     * @throws Exception what the code throws
     */
    public static Collected collect(int repetitions, Collecting code) throws Exception {
        var outer = CURRENT.get();
        var sink = new TaskSink(repetitions);
        CURRENT.set(sink);
        try {
            code.run();
        } finally {
            if (outer == null) CURRENT.remove();
            else CURRENT.set(outer);
        }
        return new Collected(List.copyOf(sink.tasks), sink.repeated);
    }

    /**
     * @return the sink of the collection that goes on in this thread
     * @throws IllegalStateException if none does
     */
    public static TaskSink current() {
        var sink = CURRENT.get();
        if (sink == null)
            throw new IllegalStateException(
                    "no tasks are being collected in this thread: a task cannot add tasks");
        return sink;
    }

    /**
     * Adds a task with a result.
     *
     * @param item what it works on, for display
     * @param body what it does
     */
    // a body of any type yields an object or null; NullAway does not know nullable type arguments
    @SuppressWarnings({"unchecked", "NullAway"})
    public void add(@Nullable Object item, TaskBody<?> body) {
        tasks.add(new Task<>(tasks.size(), item, (TaskBody<@Nullable Object>) body));
    }

    /**
     * Adds a task without a result.
     *
     * @param item what it works on, for display
     * @param body what it does
     */
    @SuppressWarnings("NullAway")
    public void add(@Nullable Object item, VoidBody body) {
        tasks.add(new Task<>(tasks.size(), item, body.yieldingNull()));
    }

    /**
     * Adds a task with a result as often as it is to be repeated; items are numbers from 1.
     *
     * @param body what it does
     */
    public void repeat(TaskBody<?> body) {
        repeated = true;
        for (int number = 1; number <= repetitions; number++) add(number, body);
    }

    /**
     * Adds a task without a result as often as it is to be repeated; items are numbers from 1.
     *
     * @param body what it does
     */
    public void repeat(VoidBody body) {
        repeated = true;
        for (int number = 1; number <= repetitions; number++) add(number, body);
    }

    /**
     * Adds a task per callable. Their items are the names of {@link NamedTask}s, else numbers from
     * 1; their bodies are serializable if the callables are.
     *
     * @param callables the elements
     * @param mark left out
     * @return an empty list of the type that the results have
     */
    public <R extends @Nullable Object> List<R> addEach(
            Iterable<? extends Callable<? extends R>> callables, OfCallables... mark) {
        for (var callable : callables)
            add(
                    callable instanceof NamedTask<?>(var name, _) ? name : tasks.size() + 1,
                    ElementBody.of(callable));
        return List.of();
    }

    /** As {@link #addEach(Iterable, OfCallables...)}, of a stream, which is consumed. */
    public <R extends @Nullable Object> List<R> addEach(
            Stream<? extends Callable<? extends R>> callables, OfCallables... mark) {
        return addEach(callables.toList(), mark);
    }

    /** As {@link #addEach(Iterable, OfCallables...)}, of an array. */
    public <R extends @Nullable Object> List<R> addEach(Callable<? extends R>[] callables) {
        return addEach(List.of(callables), NO_CALLABLES);
    }

    /**
     * Adds a task per runnable; items are numbers from 1.
     *
     * @param runnables the elements
     * @param mark left out
     * @return an empty list of the type that the results have
     */
    public List<@Nullable Object> addEach(
            Iterable<? extends Runnable> runnables, OfRunnables... mark) {
        for (var runnable : runnables) add(tasks.size() + 1, ElementBody.of(runnable));
        return List.of();
    }

    /** As {@link #addEach(Iterable, OfRunnables...)}, of a stream, which is consumed. */
    public List<@Nullable Object> addEach(
            Stream<? extends Runnable> runnables, OfRunnables... mark) {
        return addEach(runnables.toList(), mark);
    }

    /** As {@link #addEach(Iterable, OfRunnables...)}, of an array. */
    public List<@Nullable Object> addEach(Runnable[] runnables) {
        return addEach(List.of(runnables), NO_RUNNABLES);
    }

    /**
     * Adds a task per supplier; items are numbers from 1.
     *
     * @param suppliers the elements
     * @param mark left out
     * @return an empty list of the type that the results have
     */
    public <R extends @Nullable Object> List<R> addEach(
            Iterable<? extends Supplier<? extends R>> suppliers, OfSuppliers... mark) {
        for (var supplier : suppliers) add(tasks.size() + 1, ElementBody.of(supplier));
        return List.of();
    }

    /** As {@link #addEach(Iterable, OfSuppliers...)}, of a stream, which is consumed. */
    public <R extends @Nullable Object> List<R> addEach(
            Stream<? extends Supplier<? extends R>> suppliers, OfSuppliers... mark) {
        return addEach(suppliers.toList(), mark);
    }

    /** As {@link #addEach(Iterable, OfSuppliers...)}, of an array. */
    public <R extends @Nullable Object> List<R> addEach(Supplier<? extends R>[] suppliers) {
        return addEach(List.of(suppliers), NO_SUPPLIERS);
    }

    /**
     * Gives the results of a loop their static type: {@code var results = TaskSink.resultsOf(() ->
     * { for (int n : numbers) { return evaluate(n); } return null; })}.
     *
     * @param witness code that returns what a task returns; it is not run
     * @return an empty list, used for its type only
     */
    public static <R extends @Nullable Object> List<R> resultsOf(TaskBody<R> witness) {
        return List.of();
    }

    /**
     * Gives the results of {@code addEach} their static type: {@code var results =
     * TaskSink.resultsOfEach(() -> TaskSink.current().addEach(callables))}.
     *
     * @param witness a call of {@code addEach}; it is not run
     * @return an empty list, used for its type only
     */
    public static <R extends @Nullable Object> List<R> resultsOfEach(TaskBody<List<R>> witness) {
        return List.of();
    }
}
