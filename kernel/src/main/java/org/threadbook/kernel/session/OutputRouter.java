package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.control.Stopped;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Stands in for {@code System.out} and {@code System.err} and takes what is printed to the cell it
 * belongs to, and shows there why a thread died. A cell may put other streams in their place while
 * it runs; {@link #takeBack} ends that.
 *
 * <p>One daemon thread hands over what was gathered, at most {@value #BATCH_MILLIS} ms after it was
 * printed; {@link #flush} does so at once. {@link #close} puts the streams back that were there
 * before, flushes and ends the thread.
 */
final class OutputRouter implements AutoCloseable {
    private static final long BATCH_MILLIS = 50;

    private final Ownership ownership;
    private final PrintStream outBefore = System.out;
    private final PrintStream errBefore = System.err;
    private final Thread.@Nullable UncaughtExceptionHandler handlerBefore =
            Thread.getDefaultUncaughtExceptionHandler();
    private final Set<CellContext> waiting = ConcurrentHashMap.newKeySet();
    private final Semaphore printed = new Semaphore(0);
    private final Thread flusher =
            Thread.ofPlatform().daemon().name("output").unstarted(this::flushOn);
    private volatile @Nullable CellContext running;
    private volatile PrintStream out = stream(false);
    private volatile PrintStream err = stream(true);

    /**
     * @param ownership tells to which cell a thread prints
     */
    OutputRouter(Ownership ownership) {
        this.ownership = ownership;
    }

    void install() {
        System.setOut(out);
        System.setErr(err);
        Thread.setDefaultUncaughtExceptionHandler(this::died);
        flusher.start();
    }

    private PrintStream stream(boolean error) {
        return new PrintStream(new Routed(error), false, StandardCharsets.UTF_8);
    }

    /**
     * Takes the place of what a cell has made {@code System.out} or {@code System.err}.
     *
     * @return their names
     */
    List<String> takeBack() {
        var names = new ArrayList<String>();
        if (System.out != out) names.add("System.out");
        if (System.err != err) names.add("System.err");
        System.setOut(out);
        System.setErr(err);
        return names;
    }

    /** Whoever closes one of the streams takes it from nobody else. */
    private synchronized void reopen(boolean error) {
        if (error) {
            boolean installed = System.err == err;
            err = stream(true);
            if (installed) System.setErr(err);
        } else {
            boolean installed = System.out == out;
            out = stream(false);
            if (installed) System.setOut(out);
        }
    }

    /** Runs in the thread that dies; what it did then is told by where that was thrown. */
    private void died(Thread thread, Throwable thrown) {
        if (thrown instanceof Stopped) return;
        var lines = ShownTrace.lines(CellError.headline(thrown), thrown);
        var text = "Exception in thread \"" + thread.getName() + "\" " + String.join("\n", lines);
        var trace = List.of(thrown.getStackTrace());
        var owner = ownership.here(() -> PrinterStack.of(trace)).or(this::running);
        if (owner.isEmpty()) {
            System.err.println(text);
            return;
        }
        try (var _ = owner.get().bind()) {
            System.err.println(text);
        }
    }

    /**
     * @param context the cell that gets what belongs to no other, from now on
     */
    void running(CellContext context) {
        running = context;
    }

    /**
     * @return the cell that the calling thread belongs to; empty before the first one
     */
    Optional<CellContext> owner() {
        return ownership.here().or(this::running);
    }

    private Optional<CellContext> running() {
        return Optional.ofNullable(running);
    }

    /** Hands over all that was printed so far. */
    void flush() {
        for (var context : waiting) {
            waiting.remove(context);
            context.flush();
        }
    }

    @Override
    public void close() {
        System.setOut(outBefore);
        System.setErr(errBefore);
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        flusher.interrupt();
        flush();
    }

    private void flushOn() {
        try {
            while (true) {
                printed.acquire();
                Thread.sleep(BATCH_MILLIS);
                printed.drainPermits();
                flushOrLeave();
            }
        } catch (InterruptedException e) {
            // The router is closed.
        }
    }

    private void flushOrLeave() {
        try {
            flush();
        } catch (RuntimeException | OutOfMemoryError e) {
            // What a cell printed is kept, and handed over the next time.
        }
    }

    private void print(boolean error, byte[] bytes, int from, int length) {
        var context = owner();
        if (context.isEmpty()) {
            (error ? errBefore : outBefore).write(bytes, from, length);
        } else if (context.get().print(error, bytes, from, length)) {
            flushSoon(context.get());
        }
    }

    /**
     * @param context what has something to hand over
     */
    void flushSoon(CellContext context) {
        if (waiting.add(context)) printed.release();
    }

    /** A stream of bytes; characters that are split across writes are put together by thread. */
    private final class Routed extends OutputStream {
        private final boolean error;
        private final ThreadLocal<byte @Nullable []> rest = new ThreadLocal<>();

        Routed(boolean error) {
            this.error = error;
        }

        @Override
        public void write(int each) {
            write(new byte[] {(byte) each}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            var before = rest.get();
            if (before != null) {
                rest.remove();
                var joined = Arrays.copyOf(before, before.length + length);
                System.arraycopy(bytes, from, joined, before.length, length);
                print(joined, 0, joined.length);
            } else {
                print(bytes, from, length);
            }
        }

        @Override
        public void close() {
            reopen(error);
        }

        private void print(byte[] bytes, int from, int length) {
            int whole = length - Utf8.unfinished(bytes, from, length);
            if (whole > 0) OutputRouter.this.print(error, bytes, from, whole);
            if (whole < length) {
                rest.set(Arrays.copyOfRange(bytes, from + whole, from + length));
            }
        }
    }
}
