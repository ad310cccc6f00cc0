package org.threadbook.experiment.process;

import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.link.ToParent;

/** Hears of one worker. Called by the worker's own threads. */
interface WorkerListener {
    /**
     * The worker said something.
     *
     * @param worker the worker
     * @param message what it said
     * @param receivedNanoTime when it was received
     */
    void heard(WorkerHandle worker, ToParent message, long receivedNanoTime);

    /**
     * Something appeared on the standard streams of the process, from outside of Java: the JVM,
     * native code, a child process.
     */
    void printed(WorkerHandle worker, TaskOutput.Stream stream, String text);

    /** The process has ended; nothing else will be heard of it. */
    void gone(WorkerHandle worker, WorkerEnd end);
}
