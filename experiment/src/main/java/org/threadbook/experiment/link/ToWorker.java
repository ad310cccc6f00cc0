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
    /** Writes the message, its kind first. */
    void put(FrameWriter frame);

    /** Forget all classes: those under known names have changed. */
    record NewGeneration() implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(1);
        }
    }

    /**
     * Know these classes.
     *
     * @param classes classes that the tasks to come may need
     */
    record DefineClasses(List<ClassBytes> classes) implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(2).putInt(classes.size());
            for (var each : classes) frame.putText(each.name()).putBlob(Blob.of(each.bytes()));
        }
    }

    /**
     * Know a lambda.
     *
     * @param number how tasks will refer to it
     * @param shape the lambda without what it captures
     */
    record DefineShape(int number, LambdaShape shape) implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            LinkCodec.putShape(frame.putByte(3).putInt(number), shape);
        }
    }

    /** A round begins: whatever went wrong with variables of the last one is over. */
    record BeginRound() implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(4);
        }
    }

    /**
     * Set notebook variables.
     *
     * @param values for {@link org.threadbook.experiment.shipping.Variables#set}
     */
    record SetVariables(Blob values) implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(5).putBlob(values);
        }
    }

    /**
     * Run these tasks one after another.
     *
     * @param tasks the tasks
     */
    record RunTasks(List<SentTask> tasks) implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(6).putInt(tasks.size());
            for (var each : tasks) frame.putLong(each.id()).putBlob(each.body());
        }
    }

    /**
     * A task as it is sent.
     *
     * @param id identifies it on this link
     * @param body for a {@link org.threadbook.experiment.shipping.ValueReader}
     */
    record SentTask(long id, Blob body) {}

    /** Give back all tasks that have not started, with {@link ToParent.TakenBack}. */
    record TakeBack() implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(7);
        }
    }

    /**
     * End a task if it is running.
     *
     * @param task the task's id
     */
    record Cancel(long task) implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(8).putLong(task);
        }
    }

    /** Tell where the running task stands, with {@link ToParent.Stack}. */
    record DescribeStack() implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(9);
        }
    }

    /**
     * The answer to {@link ToParent.NeedClass}.
     *
     * @param name the class
     * @param bytes its class file; empty if the kernel has none either
     */
    record FoundClass(String name, Optional<Blob> bytes) implements ToWorker {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(10).putText(name).putBoolean(bytes.isPresent());
            bytes.ifPresent(frame::putBlob);
        }
    }
}
