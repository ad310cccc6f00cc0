package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;
import org.threadbook.kernel.display.CellInput;
import org.threadbook.kernel.display.CellOutput;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private record Piece(boolean error, StringBuilder text) {}

    private static final int BATCH_CHARS = 64 * 1024;

    private static final ThreadLocal<@Nullable CellContext> BOUND = new ThreadLocal<>();
    private static final InheritableThreadLocal<@Nullable CellContext> INHERITED =
            new InheritableThreadLocal<>();

    private final CellOutput output;
    private final TypedLines typed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Piece> gathered = new ArrayDeque<>();
    private int gatheredChars;

    /**
     * @param output where to hand what is printed
     * @param input where to ask for what is read
     */
    public CellContext(CellOutput output, CellInput input) {
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
        var inheritedBefore = INHERITED.get();
        BOUND.set(this);
        INHERITED.set(this);
        return () -> {
            set(BOUND, boundBefore);
            set(INHERITED, inheritedBefore);
        };
    }

    private static void set(
            ThreadLocal<@Nullable CellContext> local, @Nullable CellContext context) {
        if (context == null) local.remove();
        else local.set(context);
    }

    /**
     * @return what the calling thread is bound to
     */
    static Optional<CellContext> bound() {
        return Optional.ofNullable(BOUND.get());
    }

    /**
     * @return what the thread that started the calling one was bound to then
     */
    static Optional<CellContext> inherited() {
        return Optional.ofNullable(INHERITED.get());
    }

    /**
     * @param error whether it was printed to standard error
     * @param text what was printed
     * @return whether something is left to be handed over by {@link #flush}
     */
    boolean print(boolean error, String text) {
        lock.lock();
        try {
            if (gathered.isEmpty() || gathered.getLast().error() != error) {
                gathered.add(new Piece(error, new StringBuilder()));
            }
            gathered.getLast().text().append(text);
            gatheredChars += text.length();
            if (gatheredChars >= BATCH_CHARS) flush();
            return gatheredChars > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Hands over what is gathered. */
    public void flush() {
        lock.lock();
        try {
            for (var piece : gathered) {
                if (piece.error()) output.err(piece.text().toString());
                else output.out(piece.text().toString());
            }
            gathered.clear();
            gatheredChars = 0;
        } finally {
            lock.unlock();
        }
    }
}
