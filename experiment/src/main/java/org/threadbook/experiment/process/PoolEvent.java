package org.threadbook.experiment.process;

import org.threadbook.experiment.executor.ExecutorStartException;
import org.threadbook.experiment.link.ToParent;

/** What happens to the workers of a pool, for the thread that runs it. */
sealed interface PoolEvent {
    /** A worker said something. */
    record Heard(WorkerHandle worker, ToParent message, long receivedNanoTime)
            implements PoolEvent {}

    /** A worker's process has ended. */
    record Gone(WorkerHandle worker, WorkerEnd end) implements PoolEvent {}

    /** A worker for a seat is ready. */
    record Started(Seat seat, WorkerHandle worker) implements PoolEvent {}

    /** There is no worker for a seat. */
    record StartFailed(Seat seat, ExecutorStartException reason) implements PoolEvent {}
}
