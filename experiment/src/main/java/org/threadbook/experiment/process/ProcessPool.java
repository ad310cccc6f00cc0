package org.threadbook.experiment.process;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.executor.ExecutorStartException;
import org.threadbook.experiment.executor.RoundContext;
import org.threadbook.experiment.executor.TaskExecutor;
import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.link.ToParent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/**
 * Executes tasks in worker processes.
 *
 * <pre>
 *   calling thread                 worker's link thread         worker process
 *   ProcessRound ── tasks ─────────────────────────────────────▶ link thread ─▶ task thread
 *        ▲                                                                        │
 *        └──── queue of PoolEvents ◀── receives ◀───────── outcomes ──────────────┘
 * </pre>
 *
 * <p>The calling thread owns the seats and everything about tasks; it writes to workers without
 * ever blocking and otherwise waits for events or the next deadline. The workers' own threads only
 * put events into the queue, and pass on what is printed. A worker that dies is an event like
 * another: its task is lost, the tasks queued behind it go to others, a new process takes its seat.
 * Closing gives the workers back to the reserve; one that cannot be trusted to be idle is ended.
 */
public final class ProcessPool implements TaskExecutor, WorkerListener {
    private final WorkerReserve reserve;
    private final List<Seat> seats;
    private final BlockingQueue<PoolEvent> events = new LinkedBlockingQueue<>();
    private final Shipment shipment = new Shipment();
    private long rounds;

    /** Guarded by this object, as a worker may become ready at the same time. */
    private boolean closed;

    /** Who is told what is printed; set by the calling thread, read by the workers' threads. */
    private volatile Optional<ProcessRound<?>> current = Optional.empty();

    /**
     * @param workers how many processes, at least 1
     * @param reserve where to take workers from
     */
    public ProcessPool(int workers, WorkerReserve reserve) {
        this.reserve = reserve;
        seats = IntStream.rangeClosed(1, workers).mapToObj(Seat::new).toList();
    }

    @Override
    public Duration start() throws InterruptedException {
        catchUp();
        if (seats.stream().allMatch(Seat::ready)) return Duration.ZERO;
        long begun = System.nanoTime();
        for (var seat : seats) fill(seat);
        while (seats.stream().anyMatch(seat -> seat.starting)) {
            var failure = follow(events.take());
            if (failure.isPresent()) throw failure.get();
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Takes note of what happened between rounds. */
    private void catchUp() {
        for (var event = events.poll(); event != null; event = events.poll()) {
            var _ = follow(event);
        }
    }

    /** What an event means while no round is running. */
    private Optional<ExecutorStartException> follow(PoolEvent event) {
        switch (event) {
            case PoolEvent.Started(var seat, var worker) -> seat.seat(worker);
            case PoolEvent.StartFailed(var seat, var reason) -> {
                seat.starting = false;
                return Optional.of(reason);
            }
            case PoolEvent.Gone(var worker, _) -> seatOf(worker).ifPresent(Seat::vacate);
            case PoolEvent.Heard _ -> {}
        }
        return Optional.empty();
    }

    Optional<Seat> seatOf(WorkerHandle worker) {
        for (var seat : seats) if (seat.isOf(worker)) return Optional.of(seat);
        return Optional.empty();
    }

    List<Seat> seats() {
        return seats;
    }

    Shipment shipment() {
        return shipment;
    }

    BlockingQueue<PoolEvent> events() {
        return events;
    }

    /** Gives a vacant seat a warm worker, or begins to start one. */
    void fill(Seat seat) {
        if (seat.ready() || seat.starting) return;
        var warm = reserve.take();
        if (warm.isPresent()) {
            seat.seat(warm.get());
            warm.get().listen(this);
            return;
        }
        seat.starting = true;
        WorkerStart.begin()
                .whenComplete(
                        (worker, thrown) -> {
                            if (worker != null) started(seat, worker);
                            else events.add(new PoolEvent.StartFailed(seat, reason(thrown)));
                        });
    }

    private void started(Seat seat, WorkerHandle worker) {
        reserve.started(worker);
        synchronized (this) {
            if (!closed) {
                events.add(new PoolEvent.Started(seat, worker));
                worker.listen(this);
                return;
            }
        }
        reserve.giveBack(worker);
    }

    private static ExecutorStartException reason(Throwable thrown) {
        return thrown instanceof ExecutorStartException already
                ? already
                : new ExecutorStartException("A worker could not be started: " + thrown, thrown);
    }

    /** Ends a worker that has not let go of its task, or cannot be relied on. */
    void discard(Seat seat) {
        seat.worker.ifPresent(WorkerHandle::destroy);
        lose(seat);
    }

    /** Empties the seat of a worker that has ended. */
    void lose(Seat seat) {
        seat.worker.ifPresent(reserve::lost);
        seat.vacate();
    }

    @Override
    public <R extends @Nullable Object> List<TaskRecord<R>> run(
            List<? extends Task<?, R>> tasks, RoundContext context) {
        catchUp();
        var round = new ProcessRound<R>(this, rounds++, tasks, context);
        current = Optional.of(round);
        try {
            return round.run();
        } finally {
            current = Optional.empty();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        catchUp();
        for (var seat : seats) {
            if (seat.inFlight.isEmpty()) seat.worker.ifPresent(reserve::giveBack);
            else seat.worker.ifPresent(WorkerHandle::destroy);
            lose(seat);
        }
    }

    @Override
    public void heard(WorkerHandle worker, ToParent message, long receivedNanoTime) {
        if (message instanceof ToParent.Printed(var task, var stream, var text)) {
            current.ifPresent(round -> round.printed(task, worker, stream, text));
        } else {
            events.add(new PoolEvent.Heard(worker, message, receivedNanoTime));
        }
    }

    @Override
    public void printed(WorkerHandle worker, TaskOutput.Stream stream, String text) {
        current.ifPresent(round -> round.printed(OptionalLong.empty(), worker, stream, text));
    }

    @Override
    public void gone(WorkerHandle worker, WorkerEnd end) {
        events.add(new PoolEvent.Gone(worker, end));
    }
}
