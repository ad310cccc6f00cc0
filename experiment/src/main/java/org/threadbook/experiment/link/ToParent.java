package org.threadbook.experiment.link;

import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.shipping.Blob;

import java.util.List;
import java.util.OptionalLong;

/** What a worker tells the kernel. */
public sealed interface ToParent {
    /** Writes the message, its kind first. */
    void put(FrameWriter frame);

    /**
     * The first message: the worker is ready.
     *
     * @param version the protocol it speaks, {@link LinkCodec#VERSION}
     * @param pid its process id
     * @param nanoTime what its {@link System#nanoTime} says
     */
    record Hello(int version, long pid, long nanoTime) implements ToParent {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(1).putInt(version).putLong(pid).putLong(nanoTime);
        }
    }

    /**
     * A task has ended.
     *
     * @param task the task's id
     * @param returned whether it returned; else it threw, or could not be read here
     * @param value its result or throwable, for a {@link
     *     org.threadbook.experiment.shipping.ValueReader}
     * @param startedNanoTime when its body was entered
     * @param endedNanoTime when its body was left
     * @param deserializeNs time to make the task of its bytes
     * @param serializeNs time to make bytes of the value
     * @param cpuNs processor time of the body
     * @param allocatedBytes heap allocated by the body
     */
    record Finished(
            long task,
            boolean returned,
            Blob value,
            OptionalLong startedNanoTime,
            OptionalLong endedNanoTime,
            long deserializeNs,
            long serializeNs,
            OptionalLong cpuNs,
            OptionalLong allocatedBytes)
            implements ToParent {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(2)
                    .putLong(task)
                    .putBoolean(returned)
                    .putBlob(value)
                    .putLong(startedNanoTime)
                    .putLong(endedNanoTime)
                    .putLong(deserializeNs)
                    .putLong(serializeNs)
                    .putLong(cpuNs)
                    .putLong(allocatedBytes);
        }
    }

    /**
     * The answer to {@link ToWorker.TakeBack}.
     *
     * @param tasks ids of the tasks that will not be run
     */
    record TakenBack(List<Long> tasks) implements ToParent {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(3).putInt(tasks.size());
            tasks.forEach(frame::putLong);
        }
    }

    /**
     * Something was printed.
     *
     * @param task id of the task that was running; empty if none was
     * @param stream where it was printed
     * @param text the text
     */
    record Printed(OptionalLong task, TaskOutput.Stream stream, String text) implements ToParent {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(4).putLong(task).putByte(stream.ordinal()).putText(text);
        }
    }

    /**
     * The answer to {@link ToWorker.DescribeStack}.
     *
     * @param task id of the running task; empty if none is running
     * @param runningNs how long its body has been running; 0 while the task is still being read
     * @param frames where it stands, the innermost frame first
     */
    record Stack(OptionalLong task, long runningNs, List<StackTraceElement> frames)
            implements ToParent {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(5).putLong(task).putLong(runningNs).putInt(frames.size());
            for (var each : frames) LinkCodec.putFrame(frame, each);
        }
    }

    /**
     * The task thread waits for a class that it was not sent.
     *
     * @param name its binary name
     */
    record NeedClass(String name) implements ToParent {
        @Override
        public void put(FrameWriter frame) {
            frame.putByte(6).putText(name);
        }
    }
}
