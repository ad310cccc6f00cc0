package org.threadbook.experiment.executor;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A worker's place in a thread pool: always the same number and name, though its thread may be
 * replaced. Used by the thread that runs the experiment.
 */
final class Seat {
    private final String name;
    private Optional<ExecutorService> thread = Optional.empty();

    Seat(int number) {
        this.name = "thread " + number;
    }

    String name() {
        return name;
    }

    boolean isStarted() {
        return thread.isPresent();
    }

    /** Lets the seat's thread do this after what it does now. */
    void execute(Runnable work) {
        if (thread.isEmpty()) {
            thread =
                    Optional.of(
                            Executors.newSingleThreadExecutor(
                                    Thread.ofPlatform().daemon().name(name).factory()));
        }
        thread.get().execute(work);
    }

    /** Leaves the thread to itself; the next work gets a new one. */
    void replaceThread() {
        close();
    }

    void close() {
        thread.ifPresent(ExecutorService::shutdownNow);
        thread = Optional.empty();
    }
}
