package org.threadbook.experiment.process;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.ItemText;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskBody;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.Timing;
import org.threadbook.experiment.executor.RoundContext;
import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.link.ToParent;
import org.threadbook.experiment.link.ToWorker;
import org.threadbook.experiment.shipping.Blob;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * One round on a process pool: hands out tasks, follows what happens, ends what takes too long.
 * Owned by the thread that calls {@link #run}; only {@link #printed} is called by others.
 *
 * <p>A task is ended in steps, each with a limit: the worker is asked where the task stands, the
 * task is told to stop, the process is destroyed.
 */
final class ProcessRound<R extends @Nullable Object> {
    /** How long a worker may take to say where its task stands; more is a stopped process. */
    private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(2);

    /** How long a task may take to stop. */
    private static final long STOP_NS = TimeUnit.SECONDS.toNanos(1);

    /** How long a worker may take to make objects of a task's bytes: its limit is for its body. */
    private static final long READING_NS = TimeUnit.SECONDS.toNanos(30);

    /** After this time tasks queued behind a running one are given to idle workers. */
    private static final long STUCK_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So many starts may fail in succession before the round is given up. */
    private static final int MOST_FAILED_STARTS = 3;

    private enum Mode {
        RUNNING,
        TIMED_OUT,
        CANCELLED
    }

    private final ProcessPool pool;
    private final long number;
    private final List<? extends Task<?, R>> tasks;
    private final RoundContext context;
    private final QueueAhead queueAhead = new QueueAhead();
    private final long submittedNs;
    private final OptionalLong roundDeadlineNanoTime;

    private final List<Optional<TaskRecord<R>>> records;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private int unfinished;
    private int failedStarts;
    private String lastFailure = "";
    private Mode mode = Mode.RUNNING;

    ProcessRound(
            ProcessPool pool, long number, List<? extends Task<?, R>> tasks, RoundContext context) {
        this.pool = pool;
        this.number = number;
        this.tasks = tasks;
        this.context = context;
        submittedNs = context.clock().now();
        roundDeadlineNanoTime =
                context.timeout().stream().mapToLong(each -> after(each.toNanos())).findFirst();
        records = new ArrayList<>(Collections.nCopies(tasks.size(), Optional.empty()));
        unfinished = tasks.size();
    }

    List<TaskRecord<R>> run() {
        boolean interrupted = false;
        pool.seats().forEach(Seat::forgetRound);
        try {
            pool.shipment().startRound(bodies());
            for (int i = 0; i < tasks.size(); i++) waiting.add(i);
        } catch (IOException unsendable) {
            for (int i = 0; i < tasks.size(); i++) notSent(i, new Outcome.Failure<>(unsendable));
        }
        while (unfinished > 0) {
            try {
                step();
            } catch (InterruptedException _) {
                // Whoever interrupts twice does not want to wait for tasks to stop.
                if (interrupted) pool.seats().forEach(this::discard);
                interrupted = true;
                giveUp(Mode.CANCELLED);
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        return records.stream().map(Optional::orElseThrow).toList();
    }

    private List<TaskBody<R>> bodies() {
        var bodies = new ArrayList<TaskBody<R>>(tasks.size());
        for (var task : tasks) bodies.add(task.body());
        return bodies;
    }

    private void step() throws InterruptedException {
        handOut();
        if (unfinished == 0) return;
        long now = System.nanoTime();
        var event = pool.events().poll(nextDeadline(now) - now, TimeUnit.NANOSECONDS);
        if (event != null) follow(event);
        meetDeadlines(System.nanoTime());
    }

    private void handOut() {
        for (var seat : pool.seats()) {
            if (waiting.isEmpty()) return;
            if (!seat.ready() && failedStarts < MOST_FAILED_STARTS) pool.fill(seat);
            if (seat.ready()) handOut(seat);
        }
        if (hopeless()) loseWaiting();
    }

    private void handOut(Seat seat) {
        if (seat.broken || seat.takingBack || !(seat.ending instanceof Seat.Ending.No)) return;
        // Nothing more is put behind a task that takes long.
        if (!seat.inFlight.isEmpty() && stuckFor(seat, System.nanoTime()) >= 0) return;
        int size = queueAhead.batch(seat.inFlight.size(), waiting.size(), pool.seats().size());
        var positions = new ArrayList<Integer>(size);
        for (int i = 0; i < size; i++) positions.add(waiting.remove());
        if (!positions.isEmpty()) send(seat, positions);
    }

    private void send(Seat seat, List<Integer> positions) {
        try {
            var worker = seat.worker.orElseThrow();
            if (!seat.begun) worker.send(new ToWorker.BeginRound());
            seat.begun = true;
            var batch = encode(seat, positions);
            while (pool.shipment().bring(seat)) batch = encode(seat, positions);
            if (batch.isEmpty()) return;
            worker.send(new ToWorker.RunTasks(batch.stream().map(Encoded::sent).toList()));
            long sentNs = context.clock().now();
            boolean first = seat.inFlight.isEmpty();
            for (var each : batch) seat.inFlight.add(each.inFlight(sentNs));
            if (first) newHead(seat);
        } catch (IOException | Shipment.WorkerGone _) {
            // Its end is about to be told.
            seat.broken = true;
            putBack(positions);
        }
    }

    private record Encoded(long id, int position, Blob bytes, long serializeNs) {
        ToWorker.SentTask sent() {
            return new ToWorker.SentTask(id, bytes);
        }

        Seat.InFlight inFlight(long sentNs) {
            return new Seat.InFlight(id, position, sentNs, serializeNs, bytes.length());
        }
    }

    /** Makes bytes of tasks; those that cannot be sent fail, and are removed from the list. */
    private List<Encoded> encode(Seat seat, List<Integer> positions) throws Shipment.WorkerGone {
        var worker = seat.worker.orElseThrow();
        var batch = new ArrayList<Encoded>(positions.size());
        for (var each = positions.iterator(); each.hasNext(); ) {
            int position = each.next();
            long begun = System.nanoTime();
            try {
                var bytes = pool.shipment().bytes(tasks.get(position).body(), worker);
                long serializeNs = System.nanoTime() - begun;
                batch.add(new Encoded(number << 32 | position, position, bytes, serializeNs));
            } catch (IOException unsendable) {
                each.remove();
                notSent(position, new Outcome.Failure<>(unsendable));
            }
        }
        return batch;
    }

    private void putBack(List<Integer> positions) {
        for (int i = positions.size() - 1; i >= 0; i--) waiting.addFirst(positions.get(i));
        if (mode != Mode.RUNNING) dropWaiting();
    }

    private void newHead(Seat seat) {
        seat.headSinceNanoTime = System.nanoTime();
        seat.ending = new Seat.Ending.No();
        context.taskTimeout().ifPresent(each -> seat.deadlineNanoTime = after(each.toNanos()));
    }

    private void follow(PoolEvent event) {
        switch (event) {
            case PoolEvent.Started(var seat, var worker) -> {
                failedStarts = 0;
                seat.seat(worker);
            }
            case PoolEvent.StartFailed(var seat, var reason) -> {
                seat.starting = false;
                failedStarts++;
                lastFailure = String.valueOf(reason.getMessage());
            }
            case PoolEvent.Gone(var worker, var end) ->
                    pool.seatOf(worker).ifPresent(seat -> gone(seat, end));
            case PoolEvent.Heard(var worker, var message, long receivedNanoTime) ->
                    pool.seatOf(worker).ifPresent(seat -> heard(seat, message, receivedNanoTime));
        }
    }

    private void heard(Seat seat, ToParent message, long receivedNanoTime) {
        switch (message) {
            case ToParent.Finished finished -> finished(seat, finished, receivedNanoTime);
            case ToParent.TakenBack(var ids) -> takenBack(seat, ids);
            case ToParent.Stack stack -> stands(seat, stack);
            case ToParent.NeedClass(var name) -> {
                try {
                    seat.worker.orElseThrow().answer(name, pool.shipment().classBytes(name));
                } catch (IOException _) {
                    seat.broken = true;
                }
            }
            case ToParent.Hello _, ToParent.Printed _ -> {}
        }
    }

    private void finished(Seat seat, ToParent.Finished message, long receivedNanoTime) {
        var task = seat.inFlight.peek();
        if (task == null || task.id() != message.task()) return;
        seat.inFlight.remove();
        long begun = System.nanoTime();
        var outcome = outcome(seat, message);
        long deserializeNs = System.nanoTime() - begun;
        var clock = context.clock();
        var timing =
                new Timing(
                        submittedNs,
                        OptionalLong.of(task.sentNs()),
                        relative(message.startedNanoTime()),
                        relative(message.endedNanoTime()),
                        OptionalLong.of(clock.relative(receivedNanoTime)),
                        OptionalLong.of(task.serializeNs() + message.serializeNs()),
                        OptionalLong.of(deserializeNs + message.deserializeNs()),
                        OptionalLong.of(task.bytes()),
                        OptionalLong.of(message.value().length()),
                        message.cpuNs(),
                        message.allocatedBytes());
        timing.runNs().ifPresent(queueAhead::ran);
        newHead(seat);
        record(task.position(), seat.label(), outcome, timing);
    }

    private OptionalLong relative(OptionalLong nanoTime) {
        return nanoTime.isPresent()
                ? OptionalLong.of(context.clock().relative(nanoTime.getAsLong()))
                : nanoTime;
    }

    private Outcome<R> outcome(Seat seat, ToParent.Finished message) {
        if (mode != Mode.RUNNING || seat.ending instanceof Seat.Ending.Stopping)
            return ended(seat.ending);
        try {
            var value = pool.shipment().value(message.value());
            return message.returned()
                    ? success(value)
                    : new Outcome.Failure<>(Objects.requireNonNull((Throwable) value));
        } catch (IOException | ClassNotFoundException | RuntimeException | Error thrown) {
            return new Outcome.Failure<>(thrown);
        }
    }

    /** What a body of R returned is an R, null where R may be. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private Outcome<R> success(@Nullable Object value) {
        return new Outcome.Success<>((R) value);
    }

    /** How a task counts that was made to end. */
    private Outcome<R> ended(Seat.Ending ending) {
        var stack =
                ending instanceof Seat.Ending.Stopping(var frames)
                        ? frames.toArray(StackTraceElement[]::new)
                        : new StackTraceElement[0];
        return switch (mode) {
            case CANCELLED -> new Outcome.Cancelled<>();
            case TIMED_OUT -> new Outcome.TimedOut<>(context.timeout().orElseThrow(), stack);
            case RUNNING -> new Outcome.TimedOut<>(context.taskTimeout().orElseThrow(), stack);
        };
    }

    private void takenBack(Seat seat, List<Long> ids) {
        seat.takingBack = false;
        var positions = new ArrayList<Integer>();
        for (var each : seat.inFlight) if (ids.contains(each.id())) positions.add(each.position());
        seat.inFlight.removeIf(each -> ids.contains(each.id()));
        putBack(positions);
    }

    private void stands(Seat seat, ToParent.Stack answer) {
        if (!(seat.ending instanceof Seat.Ending.Asked) || seat.inFlight.isEmpty()) return;
        var head = seat.inFlight.getFirst();
        boolean running = answer.task().equals(OptionalLong.of(head.id()));
        long leftNs =
                context.taskTimeout().map(Duration::toNanos).orElse(0L)
                        - (running ? answer.runningNs() : 0);
        boolean reading = running && answer.runningNs() == 0;
        boolean mayGoOn =
                !reading || System.nanoTime() - seat.headSinceNanoTime < leftNs + READING_NS;
        if (mode == Mode.RUNNING && leftNs > 0 && mayGoOn) {
            // It was waiting for its turn, or being read, for some of the time.
            seat.ending = new Seat.Ending.No();
            seat.deadlineNanoTime = after(leftNs);
        } else {
            stop(seat, answer.frames());
        }
    }

    private void stop(Seat seat, List<StackTraceElement> stack) {
        seat.ending = new Seat.Ending.Stopping(stack);
        seat.deadlineNanoTime = after(STOP_NS);
        tell(seat, new ToWorker.Cancel(seat.inFlight.getFirst().id()));
    }

    private void ask(Seat seat) {
        seat.ending = new Seat.Ending.Asked();
        seat.deadlineNanoTime = after(ANSWER_NS);
        tell(seat, new ToWorker.DescribeStack());
    }

    private void takeBack(Seat seat) {
        if (seat.takingBack || seat.inFlight.size() < 2) return;
        seat.takingBack = true;
        tell(seat, new ToWorker.TakeBack());
    }

    private void tell(Seat seat, ToWorker message) {
        try {
            seat.worker.orElseThrow().send(message);
        } catch (IOException _) {
            seat.broken = true;
        }
    }

    private void gone(Seat seat, WorkerEnd end) {
        var head = Optional.ofNullable(seat.inFlight.peek());
        var label = seat.label();
        var ending = seat.ending;
        var others = seat.inFlight.stream().skip(1).map(Seat.InFlight::position).toList();
        pool.lose(seat);
        putBack(others);
        head.ifPresent(
                task -> {
                    boolean wanted = mode != Mode.RUNNING || ending instanceof Seat.Ending.Stopping;
                    record(
                            task.position(),
                            label,
                            wanted ? ended(ending) : lost(label, end, tasks.get(task.position())),
                            sentOnly(task));
                });
    }

    private Outcome<R> lost(String label, WorkerEnd end, Task<?, R> task) {
        var what = "task " + task.index() + " (item " + ItemText.of(task.item()) + ")";
        return new Outcome.WorkerLost<>(
                Character.toUpperCase(label.charAt(0))
                        + label.substring(1)
                        + " "
                        + end.inWords()
                        + " while it ran "
                        + what
                        + ". "
                        + end.advice()
                        + end.quotation());
    }

    /** Ends a process that does not let go of its task. */
    private void discard(Seat seat) {
        var ending = seat.ending;
        var head = Optional.ofNullable(seat.inFlight.peek());
        var label = seat.label();
        var others = seat.inFlight.stream().skip(1).map(Seat.InFlight::position).toList();
        pool.discard(seat);
        putBack(others);
        head.ifPresent(task -> record(task.position(), label, ended(ending), sentOnly(task)));
    }

    private Timing sentOnly(Seat.InFlight task) {
        var unknown = OptionalLong.empty();
        return new Timing(
                submittedNs,
                OptionalLong.of(task.sentNs()),
                unknown,
                unknown,
                OptionalLong.of(context.clock().now()),
                OptionalLong.of(task.serializeNs()),
                unknown,
                OptionalLong.of(task.bytes()),
                unknown,
                unknown,
                unknown);
    }

    private void giveUp(Mode why) {
        mode = why;
        dropWaiting();
        for (var seat : pool.seats()) {
            if (seat.inFlight.isEmpty()) continue;
            takeBack(seat);
            if (seat.ending instanceof Seat.Ending.Stopping) continue;
            if (why == Mode.TIMED_OUT) ask(seat);
            else stop(seat, List.of());
        }
    }

    private void dropWaiting() {
        for (int position : waiting) notSent(position, ended(new Seat.Ending.No()));
        waiting.clear();
    }

    private boolean hopeless() {
        return failedStarts >= MOST_FAILED_STARTS
                && pool.seats().stream().noneMatch(seat -> seat.ready() || seat.starting);
    }

    private void loseWaiting() {
        for (int position : waiting) notSent(position, new Outcome.WorkerLost<>(lastFailure));
        waiting.clear();
    }

    private long nextDeadline(long now) {
        long next = now + TimeUnit.HOURS.toNanos(1);
        if (mode == Mode.RUNNING && roundDeadlineNanoTime.isPresent())
            next = Math.min(next, roundDeadlineNanoTime.getAsLong());
        boolean idle = someoneIdle();
        for (var seat : pool.seats()) {
            if (hasDeadline(seat)) next = Math.min(next, seat.deadlineNanoTime);
            if (idle && canTakeBack(seat)) next = Math.min(next, seat.headSinceNanoTime + STUCK_NS);
        }
        return next;
    }

    private void meetDeadlines(long now) {
        if (mode == Mode.RUNNING
                && roundDeadlineNanoTime.isPresent()
                && now >= roundDeadlineNanoTime.getAsLong()) giveUp(Mode.TIMED_OUT);
        boolean idle = someoneIdle();
        for (var seat : pool.seats()) {
            if (idle && canTakeBack(seat) && stuckFor(seat, now) >= 0) takeBack(seat);
            if (hasDeadline(seat) && now >= seat.deadlineNanoTime) overdue(seat);
        }
    }

    private void overdue(Seat seat) {
        switch (seat.ending) {
            case Seat.Ending.No() -> {
                takeBack(seat);
                ask(seat);
            }
            case Seat.Ending.Asked(), Seat.Ending.Stopping(_) -> discard(seat);
        }
    }

    private boolean hasDeadline(Seat seat) {
        return !seat.inFlight.isEmpty()
                && (context.taskTimeout().isPresent() || !(seat.ending instanceof Seat.Ending.No));
    }

    private boolean someoneIdle() {
        if (mode != Mode.RUNNING || !waiting.isEmpty()) return false;
        for (var seat : pool.seats())
            if (seat.ready() && seat.inFlight.isEmpty() && !seat.broken) return true;
        return false;
    }

    /** For how long a task has kept those behind it waiting unduly; negative if not yet. */
    private static long stuckFor(Seat seat, long now) {
        return now - seat.headSinceNanoTime - STUCK_NS;
    }

    private static boolean canTakeBack(Seat seat) {
        return seat.inFlight.size() > 1 && !seat.takingBack && !seat.broken;
    }

    private void notSent(int position, Outcome<R> outcome) {
        record(position, "", outcome, Timing.submittedAt(submittedNs));
    }

    private void record(int position, String worker, Outcome<R> outcome, Timing timing) {
        var record = new TaskRecord<R>(tasks.get(position), worker, 1, outcome, timing);
        records.set(position, Optional.of(record));
        unfinished--;
        context.observer().finished(record);
    }

    /** A task printed. Called by the threads of workers. */
    void printed(OptionalLong id, WorkerHandle worker, TaskOutput.Stream stream, String text) {
        var index =
                id.isPresent() && id.getAsLong() >> 32 == number
                        ? OptionalInt.of(tasks.get((int) id.getAsLong()).index())
                        : OptionalInt.empty();
        context.observer().printed(new TaskOutput(index, worker.label(), stream, text));
    }

    private static long after(long nanoseconds) {
        return System.nanoTime() + nanoseconds;
    }
}
