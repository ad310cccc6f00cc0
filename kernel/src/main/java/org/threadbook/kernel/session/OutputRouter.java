package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.control.Stopped;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Stands in for {@code System.out} and {@code System.err} and takes what is printed to the cell it
 * belongs to, and shows there why a thread died.
 *
 * <p>One daemon thread hands over what was gathered, at most {@value #BATCH_MILLIS} ms after it was
 * printed; {@link #flush} does so at once. {@link #close} puts the streams back that were there
 * before, flushes and ends the thread.
 */
final class OutputRouter implements AutoCloseable {
    private static final long BATCH_MILLIS = 50;

    private final Function<String, Optional<CellContext>> contextOfClass;
    private final PrintStream outBefore = System.out;
    private final PrintStream errBefore = System.err;
    private final Thread.@Nullable UncaughtExceptionHandler handlerBefore =
            Thread.getDefaultUncaughtExceptionHandler();
    private final Set<CellContext> waiting = ConcurrentHashMap.newKeySet();
    private final Semaphore printed = new Semaphore(0);
    private final Thread flusher =
            Thread.ofPlatform().daemon().name("output").unstarted(this::flushOn);
    private volatile @Nullable CellContext running;

    /**
     * @param contextOfClass finds the cell of a snippet's class by its name
     */
    OutputRouter(Function<String, Optional<CellContext>> contextOfClass) {
        this.contextOfClass = contextOfClass;
    }

    void install() {
        System.setOut(new PrintStream(new Routed(false), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Routed(true), false, StandardCharsets.UTF_8));
        Thread.setDefaultUncaughtExceptionHandler(OutputRouter::died);
        flusher.start();
    }

    /** Runs in the thread that dies, so that its cell gets the trace. */
    private static void died(Thread thread, Throwable thrown) {
        if (thrown instanceof Stopped) return;
        var lines = ShownTrace.lines(CellError.headline(thrown), thrown);
        System.err.println(
                "Exception in thread \"" + thread.getName() + "\" " + String.join("\n", lines));
    }

    /**
     * @param context the cell that gets what belongs to no other, from now on
     */
    void running(CellContext context) {
        running = context;
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
                flushWhatFits();
            }
        } catch (InterruptedException e) {
            // The router is closed.
        }
    }

    private void flushWhatFits() {
        try {
            flush();
        } catch (OutOfMemoryError e) {
            // A cell uses up the heap. It will fail, and what it printed is flushed at its end.
        }
    }

    private void print(boolean error, String text) {
        var context = owner();
        if (context.isEmpty()) {
            (error ? errBefore : outBefore).print(text);
        } else if (context.get().print(error, text) && waiting.add(context.get())) {
            printed.release();
        }
    }

    /** Design, "Whose output is it?". */
    private Optional<CellContext> owner() {
        var bound = CellContext.bound();
        if (bound.isPresent()) return bound;
        var stack = PrinterStack.ofThisThread();
        if (!stack.isPoolWorker()) {
            var inherited = CellContext.inherited();
            if (inherited.isPresent()) return inherited;
        }
        return stack.statementClass()
                .flatMap(contextOfClass)
                .or(() -> Optional.ofNullable(running));
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

        private void print(byte[] bytes, int from, int length) {
            int whole = length - Utf8.unfinished(bytes, from, length);
            if (whole > 0) {
                OutputRouter.this.print(
                        error, new String(bytes, from, whole, StandardCharsets.UTF_8));
            }
            if (whole < length) {
                rest.set(Arrays.copyOfRange(bytes, from + whole, from + length));
            }
        }
    }
}
