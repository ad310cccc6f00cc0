package org.threadbook.experiment.executor;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * A fixed number of platform threads.
 *
 * <p>Each worker is a {@link Seat} with a thread of its own. A round hands every seat the same
 * work: take the next task until there is none. The thread that runs the experiment waits
 * meanwhile, and is the one that watches limits, stops tasks, and gives up a thread that does not
 * let go of its task: the seat then gets a new one. Threads are daemons; closing interrupts them,
 * idle as they are between rounds.
 */
final class ThreadPool implements TaskExecutor {
    private final List<Seat> seats;

    ThreadPool(int workers) {
        this.seats = IntStream.rangeClosed(1, workers).mapToObj(Seat::new).toList();
    }

    @Override
    public Duration start() throws InterruptedException {
        long start = System.nanoTime();
        var starting = seats.stream().filter(seat -> !seat.isStarted()).toList();
        if (starting.isEmpty()) return Duration.ZERO;
        var ready = new CountDownLatch(starting.size());
        starting.forEach(seat -> seat.execute(ready::countDown));
        ready.await();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public <R extends @Nullable Object> List<TaskRecord<R>> run(
            List<? extends Task<?, R>> tasks, RoundContext context) {
        return new ThreadPoolRound<>(seats, tasks, context).run();
    }

    @Override
    public void close() {
        seats.forEach(Seat::close);
    }
}
