package org.threadbook.kernel;

import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.threadbook.display.Display;
import org.threadbook.display.Html;
import org.threadbook.display.Markdown;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Run;
import org.threadbook.kernel.display.CellInput;
import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;
import org.threadbook.kernel.display.Rendering;
import org.threadbook.kernel.magic.CellRunner;
import org.threadbook.kernel.report.Report;
import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.Session;
import org.threadbook.kernel.wire.Completeness;
import org.threadbook.kernel.wire.Completions;
import org.threadbook.kernel.wire.ExecuteOutcome;
import org.threadbook.kernel.wire.RequestHandler;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The kernel behind the channels.
 *
 * <p>A thread of its own makes the session, so that what needs none is answered at once; what does
 * waits for it. Cells run one at a time, in the shell channel's thread, which waits while the
 * notebook thread runs them. {@link #shutdown} only opens a latch: whoever waits in {@link
 * #awaitShutdown} then closes the session, by {@link #close}, and the channels.
 */
final class ThreadbookKernel implements RequestHandler, AutoCloseable {
    private record Notebook(Session session, CellRunner cells) {
        static Notebook open(Rendering rendering) {
            var session = new Session(rendering);
            return new Notebook(session, new CellRunner(session));
        }
    }

    /** A cell from its request to its end. */
    private record Execution(CountDownLatch ended) {
        Execution() {
            this(new CountDownLatch(1));
        }

        boolean isRunning() {
            return ended.getCount() > 0;
        }
    }

    private static final int RETRY_MILLIS = 5;

    private final CompletableFuture<Notebook> opened = new CompletableFuture<>();

    /** Written by the shell channel's thread. */
    private volatile Optional<Execution> running = Optional.empty();

    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final Rendering rendering =
            new Rendering()
                    .register(Comparison.class, comparison -> Report.of(comparison).bundle())
                    .register(Run.class, Report::bundleOf)
                    .register(Html.class, html -> bundle("text/html", html.text()))
                    .register(Markdown.class, text -> bundle("text/markdown", text.text()));

    private static MimeBundle bundle(String type, String text) {
        return new MimeBundle(Map.of("text/plain", text, type, text));
    }

    /** Begins to warm up. */
    ThreadbookKernel() {
        Thread.ofPlatform().name("warm-up").daemon().start(this::warmUp);
    }

    private void warmUp() {
        try {
            var notebook = Notebook.open(rendering);
            opened.complete(notebook);
            notebook.session().warmUp();
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }

    private Notebook notebook() {
        try {
            return opened.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "The kernel could not start its Java session: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public KernelInfoReply kernelInfo() {
        return KernelInfo.reply();
    }

    @Override
    public ExecuteOutcome execute(String code, int count, CellOutput output, CellInput input) {
        var cell = new Cell(count, output, input);
        var execution = new Execution();
        running = Optional.of(execution);
        try {
            return new ExecuteOutcome.Succeeded(run(cell, code));
        } catch (Throwable e) {
            var error = CellRunner.errorOf(e, cell, code);
            return new ExecuteOutcome.Failed(error.name(), error.message(), error.traceback());
        } finally {
            running = Optional.empty();
            execution.ended().countDown();
        }
    }

    private Optional<MimeBundle> run(Cell cell, String code) throws Throwable {
        var notebook = notebook();
        try {
            var value = notebook.cells().run(cell, code);
            if (value.isEmpty() || value.get().value() instanceof Display) return Optional.empty();
            // A value's toString is the user's code, so it runs where it can be interrupted.
            return Optional.of(
                    notebook.session().run(cell, () -> rendering.render(value.get().value())));
        } finally {
            notebook.session().ended(cell);
        }
    }

    @Override
    public Completions complete(String code, int cursor) {
        var found = notebook().cells().complete(code, cursor);
        return new Completions(found.matches(), found.start(), found.end());
    }

    @Override
    public Completeness isComplete(String code) {
        return switch (notebook().cells().isComplete(code)) {
            case org.threadbook.kernel.session.Completeness.Complete _ ->
                    new Completeness.Complete();
            case org.threadbook.kernel.session.Completeness.Incomplete(var indent) ->
                    new Completeness.Incomplete(indent);
            case org.threadbook.kernel.session.Completeness.Invalid _ -> new Completeness.Invalid();
        };
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detailLevel) {
        return Optional.empty();
    }

    @Override
    public void interrupt() {
        // A thread of its own, since a cell that is being compiled can be ended only when it runs.
        running.ifPresent(
                execution ->
                        Thread.ofPlatform()
                                .name("interrupt cell")
                                .daemon()
                                .start(() -> interrupt(execution)));
    }

    private void interrupt(Execution execution) {
        try {
            var session = notebook().session();
            while (execution.isRunning() && !session.interrupt()) {
                if (execution.ended().await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void shutdown(boolean restart) {
        shutdown.countDown();
    }

    /**
     * @return whether a client, or the end of whoever started the kernel, asked it to end
     */
    boolean isToEnd() {
        return shutdown.getCount() == 0;
    }

    /** Waits until a client, or the end of whoever started the kernel, asks it to end. */
    void awaitShutdown() throws InterruptedException {
        shutdown.await();
    }

    @Override
    public void close() {
        if (opened.isDone() && !opened.isCompletedExceptionally()) notebook().session().close();
    }
}
