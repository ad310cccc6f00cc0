package org.threadbook.experiment.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A worker's place in a pool: the processes that sit on it change, its number stays. Owned by the
 * thread that runs the pool.
 */
final class Seat {
    final int number;

    Optional<WorkerHandle> worker = Optional.empty();
    boolean starting;

    /** The tasks that the worker has, in the order in which it runs them. */
    final Deque<InFlight> inFlight = new ArrayDeque<>();

    /** How many of the round's batches of variables the worker has. */
    int variablesSent;

    /** Whether the worker knows that the round has begun. */
    boolean begun;

    /** Whether writing to the worker has failed: its end is about to be told. */
    boolean broken;

    /** How far it is with ending the first of its tasks. */
    Ending ending = new Ending.No();

    /** When something has to happen about the first of its tasks. */
    long deadlineNanoTime;

    /** When the first of its tasks came to be the first. */
    long headSinceNanoTime;

    /** Whether its tasks were asked back, and the answer is still to come. */
    boolean takingBack;

    /** Steps in which a task is ended that has overstayed its limit. */
    sealed interface Ending {
        /** It may run. */
        record No() implements Ending {}

        /** The worker was asked where the task stands. */
        record Asked() implements Ending {}

        /** The task was told to stop, where it stood. */
        record Stopping(List<StackTraceElement> stack) implements Ending {}
    }

    /**
     * A task that a worker has.
     *
     * @param id its id on the link
     * @param position its position in the round's list
     * @param sentNs when it had been written, on the round's clock
     * @param serializeNs what making its bytes took
     * @param bytes how many there are
     */
    record InFlight(long id, int position, long sentNs, long serializeNs, int bytes) {}

    Seat(int number) {
        this.number = number;
    }

    boolean ready() {
        return worker.isPresent();
    }

    boolean isOf(WorkerHandle handle) {
        return worker.isPresent() && worker.get() == handle;
    }

    /** The worker as shown to people. */
    String label() {
        return worker.map(WorkerHandle::label).orElse("worker " + number);
    }

    void seat(WorkerHandle handle) {
        worker = Optional.of(handle);
        handle.call("worker " + number);
        starting = false;
        broken = false;
        forgetRound();
    }

    /** Lets the worker go, with all that was known of it. */
    void vacate() {
        worker = Optional.empty();
        inFlight.clear();
        forgetRound();
    }

    void forgetRound() {
        variablesSent = 0;
        begun = false;
        ending = new Ending.No();
        takingBack = false;
    }
}
