package org.threadbook.experiment.link;

import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.shipping.Blob;
import org.threadbook.experiment.shipping.ClassBytes;
import org.threadbook.experiment.shipping.LambdaShape;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The binary form of the messages: a length, a byte that tells the message, its parts. */
public final class LinkCodec {
    /** Both sides must speak the same version. */
    public static final int VERSION = 1;

    private LinkCodec() {}

    /**
     * @param message a message
     * @return its bytes, in pieces to be written one after another
     */
    public static List<ByteBuffer> encode(ToWorker message) {
        var frame = new FrameWriter();
        switch (message) {
            case ToWorker.NewGeneration() -> frame.putByte(1);
            case ToWorker.DefineClasses(var classes) -> {
                frame.putByte(2).putInt(classes.size());
                for (var each : classes) frame.putText(each.name()).putBlob(Blob.of(each.bytes()));
            }
            case ToWorker.DefineShape(int number, var shape) ->
                    putShape(frame.putByte(3).putInt(number), shape);
            case ToWorker.BeginRound() -> frame.putByte(4);
            case ToWorker.SetVariables(var values) -> frame.putByte(5).putBlob(values);
            case ToWorker.RunTasks(var tasks) -> {
                frame.putByte(6).putInt(tasks.size());
                for (var each : tasks) frame.putLong(each.id()).putBlob(each.body());
            }
            case ToWorker.TakeBack() -> frame.putByte(7);
            case ToWorker.Cancel(long task) -> frame.putByte(8).putLong(task);
            case ToWorker.DescribeStack() -> frame.putByte(9);
            case ToWorker.FoundClass(var name, var bytes) -> {
                frame.putByte(10).putText(name).putBoolean(bytes.isPresent());
                bytes.ifPresent(frame::putBlob);
            }
        }
        return frame.pieces();
    }

    /**
     * @param message a message
     * @return its bytes, in pieces to be written one after another
     */
    public static List<ByteBuffer> encode(ToParent message) {
        var frame = new FrameWriter();
        switch (message) {
            case ToParent.Hello(int version, long pid, long nanoTime) ->
                    frame.putByte(1).putInt(version).putLong(pid).putLong(nanoTime);
            case ToParent.Finished finished ->
                    frame.putByte(2)
                            .putLong(finished.task())
                            .putBoolean(finished.returned())
                            .putBlob(finished.value())
                            .putLong(finished.startedNanoTime())
                            .putLong(finished.endedNanoTime())
                            .putLong(finished.deserializeNs())
                            .putLong(finished.serializeNs())
                            .putLong(finished.cpuNs())
                            .putLong(finished.allocatedBytes());
            case ToParent.TakenBack(var tasks) -> {
                frame.putByte(3).putInt(tasks.size());
                tasks.forEach(frame::putLong);
            }
            case ToParent.Printed(var task, var stream, var text) ->
                    frame.putByte(4).putLong(task).putByte(stream.ordinal()).putText(text);
            case ToParent.Stack(var task, long runningNs, var frames) -> {
                frame.putByte(5).putLong(task).putLong(runningNs).putInt(frames.size());
                for (var each : frames) putFrame(frame, each);
            }
            case ToParent.NeedClass(var name) -> frame.putByte(6).putText(name);
        }
        return frame.pieces();
    }

    /**
     * @param bytes a message without its length
     * @return the message
     * @throws IOException if the bytes are none
     */
    public static ToWorker toWorker(byte[] bytes) throws IOException {
        var frame = new FrameReader(bytes);
        try {
            byte kind = frame.takeByte();
            return switch (kind) {
                case 1 -> new ToWorker.NewGeneration();
                case 2 ->
                        new ToWorker.DefineClasses(
                                frame.takeList(
                                        () -> new ClassBytes(frame.takeText(), frame.takeBytes())));
                case 3 -> new ToWorker.DefineShape(frame.takeInt(), takeShape(frame));
                case 4 -> new ToWorker.BeginRound();
                case 5 -> new ToWorker.SetVariables(frame.takeBlob());
                case 6 ->
                        new ToWorker.RunTasks(
                                frame.takeList(
                                        () ->
                                                new ToWorker.SentTask(
                                                        frame.takeLong(), frame.takeBlob())));
                case 7 -> new ToWorker.TakeBack();
                case 8 -> new ToWorker.Cancel(frame.takeLong());
                case 9 -> new ToWorker.DescribeStack();
                case 10 ->
                        new ToWorker.FoundClass(
                                frame.takeText(),
                                frame.takeBoolean()
                                        ? Optional.of(frame.takeBlob())
                                        : Optional.empty());
                default -> throw new StreamCorruptedException("no message to a worker: " + kind);
            };
        } catch (BufferUnderflowException | IllegalArgumentException thrown) {
            throw new IOException("broken message to a worker", thrown);
        }
    }

    /**
     * @param bytes a message without its length
     * @return the message
     * @throws IOException if the bytes are none
     */
    public static ToParent toParent(byte[] bytes) throws IOException {
        var frame = new FrameReader(bytes);
        try {
            byte kind = frame.takeByte();
            return switch (kind) {
                case 1 -> new ToParent.Hello(frame.takeInt(), frame.takeLong(), frame.takeLong());
                case 2 ->
                        new ToParent.Finished(
                                frame.takeLong(),
                                frame.takeBoolean(),
                                frame.takeBlob(),
                                frame.takeOptionalLong(),
                                frame.takeOptionalLong(),
                                frame.takeLong(),
                                frame.takeLong(),
                                frame.takeOptionalLong(),
                                frame.takeOptionalLong());
                case 3 -> new ToParent.TakenBack(frame.takeList(frame::takeLong));
                case 4 ->
                        new ToParent.Printed(
                                frame.takeOptionalLong(),
                                TaskOutput.Stream.values()[frame.takeByte()],
                                frame.takeText());
                case 5 ->
                        new ToParent.Stack(
                                frame.takeOptionalLong(),
                                frame.takeLong(),
                                frame.takeList(() -> takeFrame(frame)));
                case 6 -> new ToParent.NeedClass(frame.takeText());
                default -> throw new StreamCorruptedException("no message of a worker: " + kind);
            };
        } catch (BufferUnderflowException | IllegalArgumentException thrown) {
            throw new IOException("broken message of a worker", thrown);
        }
    }

    private static void putShape(FrameWriter frame, LambdaShape shape) {
        frame.putText(shape.capturingClass())
                .putText(shape.functionalInterface())
                .putText(shape.methodName())
                .putText(shape.methodType())
                .putInt(shape.implKind())
                .putText(shape.implClass())
                .putText(shape.implName())
                .putText(shape.implType())
                .putText(shape.instantiatedType());
    }

    private static LambdaShape takeShape(FrameReader frame) {
        return new LambdaShape(
                frame.takeText(),
                frame.takeText(),
                frame.takeText(),
                frame.takeText(),
                frame.takeInt(),
                frame.takeText(),
                frame.takeText(),
                frame.takeText(),
                frame.takeText());
    }

    private static void putFrame(FrameWriter frame, StackTraceElement element) {
        var file = Optional.ofNullable(element.getFileName());
        frame.putText(element.getClassName())
                .putText(element.getMethodName())
                .putText(file.orElse(""))
                .putInt(element.getLineNumber());
    }

    private static StackTraceElement takeFrame(FrameReader frame) {
        return new StackTraceElement(
                frame.takeText(), frame.takeText(), frame.takeText(), frame.takeInt());
    }
}
