package org.threadbook.experiment.process;

import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.link.ToParent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Worker processes that are warm: kept between executors, so that a cell need not wait for new
 * ones. Thread-safe; everything is guarded by this object.
 *
 * <p>A worker belongs either to the executor that took it or to the reserve. In the reserve it ends
 * after five minutes without use. Closing the reserve ends those that it has and, when they come
 * back, those that were taken. If this process is killed, the end of their connections ends the
 * workers.
 */
public final class WorkerReserve implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final WorkerReserve COMMON = new WorkerReserve(IDLE);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(COMMON::close, "workers end"));
    }

    private final Executor afterIdle;
    private final Deque<Stay> idle = new ArrayDeque<>();
    private final Set<WorkerHandle> taken = new HashSet<>();
    private boolean closed;

    /** One stay of a worker in the reserve; it may have several, and each has its own limit. */
    private static final class Stay {
        final WorkerHandle worker;

        Stay(WorkerHandle worker) {
            this.worker = worker;
        }
    }

    /**
     * @param idle after this time without use a worker ends
     */
    WorkerReserve(Duration idle) {
        afterIdle = CompletableFuture.delayedExecutor(idle.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The reserve of this process, shared by all executors as {@link
     * java.util.concurrent.ForkJoinPool#commonPool} is; it is closed when the process ends.
     *
     * @return the reserve
     */
    public static WorkerReserve common() {
        return COMMON;
    }

    /**
     * @return how many workers wait in it
     */
    synchronized int size() {
        return idle.size();
    }

    /**
     * Takes a warm worker, the one last used, which the caller gives back or destroys.
     *
     * @return the worker; empty if there is none
     */
    synchronized Optional<WorkerHandle> take() {
        while (!idle.isEmpty()) {
            var worker = idle.removeLast().worker;
            if (!worker.alive()) continue;
            taken.add(worker);
            return Optional.of(worker);
        }
        return Optional.empty();
    }

    /** Makes a worker known that was started for an executor. */
    synchronized void started(WorkerHandle worker) {
        taken.add(worker);
        if (closed) worker.destroy();
    }

    /**
     * Takes a worker back that has nothing to do.
     *
     * @param worker the worker
     */
    synchronized void giveBack(WorkerHandle worker) {
        taken.remove(worker);
        if (closed || !worker.alive()) {
            worker.destroy();
            return;
        }
        var stay = new Stay(worker);
        idle.addLast(stay);
        worker.listen(new Idle());
        afterIdle.execute(() -> endIfIdle(stay));
    }

    private synchronized void endIfIdle(Stay stay) {
        if (idle.remove(stay)) stay.worker.destroy();
    }

    private synchronized void endedIdle(WorkerHandle worker) {
        idle.removeIf(stay -> stay.worker == worker);
    }

    /**
     * Forgets a worker that will not come back.
     *
     * @param worker a worker that was taken and has ended, or is about to
     */
    synchronized void lost(WorkerHandle worker) {
        taken.remove(worker);
    }

    /** Ends all workers; those given back later end then. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(stay -> stay.worker.destroy());
        taken.forEach(WorkerHandle::destroy);
        idle.clear();
        taken.clear();
    }

    /** Nobody waits for a worker that has nothing to do, but a thread that a task left may ask. */
    private final class Idle implements WorkerListener {
        @Override
        public void heard(WorkerHandle worker, ToParent message, long receivedNanoTime) {
            if (!(message instanceof ToParent.NeedClass(var name))) return;
            try {
                worker.answer(name, Optional.empty());
            } catch (IOException _) {
                // It has ended, and gone() follows.
            }
        }

        @Override
        public void printed(WorkerHandle worker, TaskOutput.Stream stream, String text) {}

        @Override
        public void gone(WorkerHandle worker, WorkerEnd end) {
            endedIdle(worker);
        }
    }
}
