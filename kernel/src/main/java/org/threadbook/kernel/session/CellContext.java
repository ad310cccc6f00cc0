package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;
import org.threadbook.kernel.display.CellInput;
import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which cell a thread prints for, and reads for. What is printed is gathered here and handed to the
 * cell's output in batches, in the order in which it came; a thread that prints more than a batch
 * hands it over itself, so that no more than a batch is ever held.
 *
 * <p>A thread is bound to a context while it runs a piece of that cell: the notebook thread by the
 * session, the threads of executors by those who run tasks on them. A thread that it starts
 * meanwhile inherits the context. Thread-safe; the lock guards what is gathered, and is held while
 * that is handed over.
 */
public final class CellContext {
    /** A binding to be undone. */
    public interface Binding extends AutoCloseable {
        /** Binds the thread to what it was bound to before. */
        @Override
        void close();
    }

    /**
     * What started a thread: code that printed here; and if that was a task of a pool, the classes
     * of cells that it ran in, as in {@link PrinterStack}.
     */
    record Starter(CellContext context, List<String> snippets) {}

    private static final int BATCH_BYTES = 64 * 1024;
    private static final byte[] NOTHING = {};

    private static final ThreadLocal<@Nullable CellContext> BOUND = new ThreadLocal<>();
    private static final InheritableThreadLocal<@Nullable Starter> STARTER =
            new InheritableThreadLocal<>() {
                /** Called by the thread that starts another. */
                @Override
                protected @Nullable Starter childValue(@Nullable Starter own) {
                    // A virtual thread is no pool's worker, and is to stay cheap.
                    if (own == null || BOUND.get() != null || Thread.currentThread().isVirtual()) {
                        return own;
                    }
                    var stack = PrinterStack.ofThisThread();
                    return stack.isPoolWorker()
                            ? new Starter(own.context(), stack.snippets())
                            : own;
                }
            };

    private final int cell;
    private final CellOutput output;
    private final TypedLines typed;
    private final ReentrantLock lock = new ReentrantLock();

    /** UTF-8, all of one stream, never more than a batch. */
    private byte[] gathered = NOTHING;

    private int length;
    private boolean error;

    /** By the id of the display. */
    private final Map<String, MimeBundle> updates = new LinkedHashMap<>();

    /**
     * @param cell the execution count of the cell
     * @param output where to hand what is printed
     * @param input where to ask for what is read
     */
    public CellContext(int cell, CellOutput output, CellInput input) {
        this.cell = cell;
        this.output = output;
        this.typed = new TypedLines((prompt, password) -> askAfterPrints(input, prompt, password));
    }

    /** What was printed may be the question. */
    private String askAfterPrints(CellInput input, String prompt, boolean password)
            throws IOException, InterruptedException {
        flush();
        return input.ask(prompt, password);
    }

    /**
     * @return the execution count of the cell
     */
    public int cell() {
        return cell;
    }

    /**
     * @return where what is printed goes
     */
    public CellOutput output() {
        return output;
    }

    /**
     * @return what the cell's threads read from {@code System.in}
     */
    TypedLines typed() {
        return typed;
    }

    /**
     * Makes the calling thread print here.
     *
     * @return what undoes that; to be closed in the same thread
     */
    public Binding bind() {
        var boundBefore = BOUND.get();
        var starterBefore = STARTER.get();
        BOUND.set(this);
        STARTER.set(new Starter(this, List.of()));
        return () -> {
            set(BOUND, boundBefore);
            set(STARTER, starterBefore);
        };
    }

    private static <T> void set(ThreadLocal<@Nullable T> local, @Nullable T value) {
        if (value == null) local.remove();
        else local.set(value);
    }

    /**
     * @return what the calling thread is bound to
     */
    static Optional<CellContext> bound() {
        return Optional.ofNullable(BOUND.get());
    }

    /**
     * @return what started the calling thread
     */
    static Optional<Starter> starter() {
        return Optional.ofNullable(STARTER.get());
    }

    /**
     * @param thread any thread
     * @return what that thread is bound to
     */
    static Optional<CellContext> boundIn(Thread thread) {
        return JdkThreads.valueIn(thread, BOUND);
    }

    /**
     * @param thread any thread
     * @return what started that thread
     */
    static Optional<Starter> starterOf(Thread thread) {
        return JdkThreads.valueIn(thread, STARTER);
    }

    /**
     * @param toError whether it was printed to standard error
     * @param bytes what was printed: whole characters in UTF-8
     * @param from where that begins
     * @param count how many bytes it has
     * @return whether something is left to be handed over by {@link #flush}
     */
    boolean print(boolean toError, byte[] bytes, int from, int count) {
        lock.lock();
        try {
            if (toError != error) handOver(length);
            error = toError;
            int next = from;
            int end = from + count;
            while (next < end) {
                int taken = Math.min(end - next, BATCH_BYTES - length);
                makeRoom(taken);
                System.arraycopy(bytes, next, gathered, length, taken);
                length += taken;
                next += taken;
                if (length == BATCH_BYTES) {
                    handOver(length - Utf8.unfinished(gathered, 0, length));
                }
            }
            return length > 0;
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(int count) {
        if (length + count > gathered.length) {
            int size = Math.max(length + count, Math.min(2 * gathered.length, BATCH_BYTES));
            gathered = Arrays.copyOf(gathered, size);
        }
    }

    private void handOver(int count) {
        if (count == 0) return;
        var text = new String(gathered, 0, count, StandardCharsets.UTF_8);
        length -= count;
        System.arraycopy(gathered, count, gathered, 0, length);
        if (error) output.err(text);
        else output.out(text);
    }

    /**
     * Shows something below what was printed.
     *
     * @param id what it can be updated by
     * @param bundle what to show
     */
    void display(String id, MimeBundle bundle) {
        lock.lock();
        try {
            handOver(length);
            output.display(id, bundle);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows something else in its place at the next {@link #flush}, if nothing else takes that
     * place until then.
     *
     * @param id what was displayed
     * @param bundle what to show
     */
    void update(String id, MimeBundle bundle) {
        lock.lock();
        try {
            updates.put(id, bundle);
        } finally {
            lock.unlock();
        }
    }

    /** Hands over what is gathered. */
    public void flush() {
        lock.lock();
        try {
            handOver(length);
            // There may be many cells, and most print no more.
            gathered = NOTHING;
            updates.forEach(output::update);
            updates.clear();
        } finally {
            lock.unlock();
        }
    }
}
