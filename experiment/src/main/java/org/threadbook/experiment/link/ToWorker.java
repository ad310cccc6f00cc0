package org.threadbook.experiment.link;

import org.threadbook.experiment.shipping.Blob;
import org.threadbook.experiment.shipping.ClassBytes;
import org.threadbook.experiment.shipping.LambdaShape;

import java.util.List;
import java.util.Optional;

/**
 * What the kernel tells a worker. The worker follows the messages in their order, except for {@link
 * TakeBack}, {@link Cancel}, {@link DescribeStack} and {@link FoundClass}, which it follows at
 * once.
 */
public sealed interface ToWorker {
    /** Forget all classes: those under known names have changed. */
    record NewGeneration() implements ToWorker {}

    /**
     * Know these classes.
     *
     * @param classes classes that the tasks to come may need
     */
    record DefineClasses(List<ClassBytes> classes) implements ToWorker {}

    /**
     * Know a lambda.
     *
     * @param number how tasks will refer to it
     * @param shape the lambda without what it captures
     */
    record DefineShape(int number, LambdaShape shape) implements ToWorker {}

    /** A round begins: whatever went wrong with variables of the last one is over. */
    record BeginRound() implements ToWorker {}

    /**
     * Set notebook variables.
     *
     * @param values for {@link org.threadbook.experiment.shipping.Variables#set}
     */
    record SetVariables(Blob values) implements ToWorker {}

    /**
     * Run these tasks one after another.
     *
     * @param tasks the tasks
     */
    record RunTasks(List<SentTask> tasks) implements ToWorker {}

    /**
     * A task as it is sent.
     *
     * @param id identifies it on this link
     * @param body for a {@link org.threadbook.experiment.shipping.ValueReader}
     */
    record SentTask(long id, Blob body) {}

    /** Give back all tasks that have not started, with {@link ToParent.TakenBack}. */
    record TakeBack() implements ToWorker {}

    /**
     * End a task if it is running.
     *
     * @param task the task's id
     */
    record Cancel(long task) implements ToWorker {}

    /** Tell where the running task stands, with {@link ToParent.Stack}. */
    record DescribeStack() implements ToWorker {}

    /**
     * The answer to {@link ToParent.NeedClass}.
     *
     * @param name the class
     * @param bytes its class file; empty if the kernel has none either
     */
    record FoundClass(String name, Optional<Blob> bytes) implements ToWorker {}
}
