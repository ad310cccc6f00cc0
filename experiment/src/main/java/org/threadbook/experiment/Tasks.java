package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Makes named tasks: {@code tasks(task("download", () -> …), task("resize", () -> …))}. */
public final class Tasks {
    private Tasks() {}

    /**
     * @param name the name shown in tables
     * @param body what the task does
     * @return the task
     */
    public static <R extends @Nullable Object> NamedTask<R> task(String name, TaskBody<R> body) {
        return new NamedTask<>(name, body);
    }

    /**
     * @param name the name shown in tables
     * @param body what the task does; it has no result
     * @return the task
     */
    public static NamedTask<@Nullable Object> task(String name, VoidBody body) {
        return new NamedTask<>(name, body.yieldingNull());
    }

    /**
     * @param tasks tasks, which may differ in the types of their results
     * @return a list of them
     */
    public static List<NamedTask<?>> tasks(NamedTask<?>... tasks) {
        return List.of(tasks);
    }
}
