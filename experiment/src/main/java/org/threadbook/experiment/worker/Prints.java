package org.threadbook.experiment.worker;

import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.executor.TaskOutput.Stream;
import org.threadbook.experiment.link.ToParent;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What tasks print, on its way to the kernel: in the order in which it was printed, in batches.
 *
 * <p>Everything is guarded by this object. What a task printed is sent before its result; what is
 * not sent at once is sent after a few milliseconds by a thread of its own, which starts with the
 * first print and ends with the process.
 */
final class Prints {
    private static final int FULL = 32 * 1024;
    private static final long DELAY_NS = 5_000_000;

    private final Consumer<ToParent> kernel;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Stream pendingStream = Stream.OUT;
    private OptionalLong task = OptionalLong.empty();
    private long sentNanoTime = System.nanoTime() - DELAY_NS;
    private final Thread sender =
            Thread.ofPlatform().name("prints").daemon().unstarted(this::sendLate);

    Prints(Consumer<ToParent> kernel) {
        this.kernel = kernel;
    }

    /** What System.out or System.err is to be. */
    PrintStream stream(Stream stream) {
        return new PrintStream(new Output(stream), true, StandardCharsets.UTF_8);
    }

    /** What is printed from now on is the task's. */
    synchronized void enter(long runningTask) {
        send(pending.size());
        task = OptionalLong.of(runningTask);
    }

    /** Sends what the task printed. */
    synchronized void exit() {
        send(pending.size());
        task = OptionalLong.empty();
    }

    private synchronized void write(Stream stream, byte[] bytes, int offset, int length) {
        if (stream != pendingStream) send(pending.size());
        pendingStream = stream;
        pending.write(bytes, offset, length);
        if (pending.size() >= FULL) send(completeCharacters());
    }

    private synchronized void flush() {
        if (pending.size() == 0) return;
        if (System.nanoTime() - sentNanoTime >= DELAY_NS) {
            send(completeCharacters());
        } else {
            if (sender.getState() == Thread.State.NEW) sender.start();
            LockSupport.unpark(sender);
        }
    }

    private void send(int length) {
        if (length == 0) return;
        var bytes = pending.toByteArray();
        pending.reset();
        pending.write(bytes, length, bytes.length - length);
        sentNanoTime = System.nanoTime();
        var text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        kernel.accept(new ToParent.Printed(task, pendingStream, text));
    }

    /** How many bytes can be sent without cutting a character in two. */
    private int completeCharacters() {
        var bytes = pending.toByteArray();
        int start = bytes.length - 1;
        while (start >= 0 && bytes.length - start < 4 && (bytes[start] & 0xC0) == 0x80) start--;
        if (start < 0) return bytes.length;
        int lead = bytes[start] & 0xFF;
        int size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return bytes.length - start < size ? start : bytes.length;
    }

    private void sendLate() {
        while (true) {
            LockSupport.park();
            LockSupport.parkNanos(DELAY_NS);
            synchronized (this) {
                send(completeCharacters());
            }
        }
    }

    private final class Output extends OutputStream {
        private final TaskOutput.Stream stream;

        Output(TaskOutput.Stream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int oneByte) {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            Prints.this.write(stream, bytes, offset, length);
        }

        @Override
        public void flush() {
            Prints.this.flush();
        }
    }
}
