package org.threadbook.experiment.link;

import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.shipping.ClassBytes;
import org.threadbook.experiment.shipping.LambdaShape;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The binary form of the messages: a length, a byte that tells the message, its parts.
 *
 * <p>Messages write themselves, and what a worker runs at its start has no switch over types: each
 * would make a class at run time, which the AOT cache cannot keep.
 */
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
        message.put(frame);
        return frame.pieces();
    }

    /**
     * @param message a message
     * @return its bytes, in pieces to be written one after another
     */
    public static List<ByteBuffer> encode(ToParent message) {
        var frame = new FrameWriter();
        message.put(frame);
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

    static void putShape(FrameWriter frame, LambdaShape shape) {
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

    static void putFrame(FrameWriter frame, StackTraceElement element) {
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
