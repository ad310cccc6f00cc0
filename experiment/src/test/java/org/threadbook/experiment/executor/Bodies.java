package org.threadbook.experiment.executor;

import org.threadbook.experiment.TaskBody;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Bodies of the contract suite's tasks. Loaded through a loader that weaves stop checks, so that
 * they are to the executors what a notebook's classes are. They can be sent to worker processes:
 * what a test has to know of a running body it tells by files.
 */
public final class Bodies {
    private Bodies() {}

    /** A class of its own, as users declare them. */
    public static final class OwnException extends Exception {
        private static final long serialVersionUID = 1;

        public OwnException(String message) {
            super(message);
        }
    }

    public static TaskBody<Integer> square(int n) {
        return () -> n * n;
    }

    public static TaskBody<Object> nothing() {
        return () -> null;
    }

    public static TaskBody<Integer> failing(String message) {
        return () -> {
            throw new OwnException(message);
        };
    }

    public static TaskBody<Integer> failingWithError(String message) {
        return () -> {
            throw new AssertionError(message);
        };
    }

    public static TaskBody<Integer> overflowing() {
        return () -> descend(0);
    }

    private static int descend(int depth) {
        return 1 + descend(depth + 1);
    }

    /** Computes for ever, after it has made a file. */
    public static TaskBody<Integer> computing(Path started) {
        var file = started.toString();
        return () -> {
            Files.createFile(Path.of(file));
            int x = 1;
            while (x != 0) x = x * 31 | 1;
            return x;
        };
    }

    /** Computes for ever and lets nothing by that it could catch. */
    public static TaskBody<Integer> stubborn() {
        return () -> {
            int x = 1;
            while (x != 0) {
                try {
                    x = x * 31 | 1;
                } catch (Throwable swallowed) {
                    x = 3;
                }
            }
            return x;
        };
    }

    /** Computes for ever in code of the JDK, which no stop check reaches. */
    public static TaskBody<Integer> unstoppable() {
        return () -> IntStream.iterate(1, Math::abs).sum();
    }

    public static TaskBody<Integer> sleeping() {
        return () -> {
            Thread.sleep(Long.MAX_VALUE);
            return 1;
        };
    }

    /** Ends when the file is there; makes its own file first. */
    public static TaskBody<String> waitingFor(Path file, Path started) {
        var awaited = file.toString();
        var made = started.toString();
        return () -> {
            Files.createFile(Path.of(made));
            while (!Files.exists(Path.of(awaited))) Thread.onSpinWait();
            return awaited;
        };
    }
}
