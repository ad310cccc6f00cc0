package org.threadbook.experiment.executor;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskRecord;

import java.time.Duration;
import java.util.List;

/**
 * Executes the tasks of rounds. Used by one thread at a time, the one that runs the experiment.
 *
 * <p>What every executor promises (its contract suite holds it to that):
 *
 * <ul>
 *   <li>{@link #run} returns exactly one record per task, in the order of the list, and always
 *       ends: a task that fails does not stop the others.
 *   <li>A failure carries the task's own throwable.
 *   <li>A task that overstays its limit is ended, also if it only computes, provided that its
 *       classes carry stop checks; a worker that cannot be made to let go of it is replaced.
 *   <li>If the calling thread is interrupted, running tasks are ended, the others are not started,
 *       all of them count as cancelled, and {@code run} returns with the interrupt status set.
 *   <li>After {@link #close} no thread or process that it started is left, save warm worker
 *       processes kept for the next executor.
 * </ul>
 */
public interface TaskExecutor extends AutoCloseable {
    /**
     * Starts the workers that are not running yet and waits until they are ready.
     *
     * @return the time it took; zero if all were running
     * @throws InterruptedException if the calling thread is interrupted
     * @throws ExecutorStartException if a worker cannot be started, with the reason
     */
    Duration start() throws InterruptedException;

    /**
     * Executes each task once.
     *
     * @param tasks the tasks of the round
     * @param context the round's clock, limits and observer
     * @return a record per task, in the order of {@code tasks}
     */
    <R extends @Nullable Object> List<TaskRecord<R>> run(
            List<? extends Task<?, R>> tasks, RoundContext context);

    /** Ends the workers. Can be called again. */
    @Override
    void close();
}
