package org.threadbook.kernel;

import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Run;
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

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The kernel behind the channels.
 *
 * <p>A thread of its own makes the session, so that what needs none is answered at once; what does
 * waits for it. Cells run one at a time, in the shell channel's thread, which waits while the
 * notebook thread runs them. {@link #shutdown} only opens a latch: whoever waits in {@link
 * #awaitShutdown} then closes the channels and, by {@link #close}, the session.
 */
final class ThreadbookKernel implements RequestHandler, AutoCloseable {
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private final CompletableFuture<CellRunner> cells = session.thenApply(CellRunner::new);
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final Rendering rendering =
            new Rendering()
                    .register(Comparison.class, comparison -> Report.of(comparison).bundle())
                    .register(Run.class, Report::bundleOf);

    /** Begins to warm up. */
    ThreadbookKernel() {
        Thread.ofPlatform().name("warm-up").daemon().start(this::warmUp);
    }

    private void warmUp() {
        try {
            var notebook = new Session();
            session.complete(notebook);
            notebook.warmUp();
        } catch (RuntimeException | Error e) {
            session.completeExceptionally(e);
        }
    }

    @Override
    public KernelInfoReply kernelInfo() {
        return KernelInfo.reply();
    }

    @Override
    public ExecuteOutcome execute(String code, int count, CellOutput output) {
        var cell = new Cell(count, output);
        try {
            return new ExecuteOutcome.Succeeded(run(cell, code));
        } catch (Throwable e) {
            var error = CellRunner.errorOf(e, cell, code);
            return new ExecuteOutcome.Failed(error.name(), error.message(), error.traceback());
        }
    }

    private Optional<MimeBundle> run(Cell cell, String code) throws Throwable {
        var notebook = session.join();
        var value = cells.join().run(cell, code);
        if (value.isEmpty()) return Optional.empty();
        // A value's toString is the user's code, so it runs where it can be interrupted.
        return Optional.of(notebook.run(cell, () -> rendering.render(value.get().value())));
    }

    @Override
    public Completions complete(String code, int cursor) {
        var found = cells.join().complete(code, cursor);
        return new Completions(found.matches(), found.start(), found.end());
    }

    @Override
    public Completeness isComplete(String code) {
        return switch (cells.join().isComplete(code)) {
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
        // Without a session no cell runs.
        if (session.isDone() && !session.isCompletedExceptionally()) session.join().interrupt();
    }

    @Override
    public void shutdown(boolean restart) {
        shutdown.countDown();
    }

    /** Waits until a client, or the end of whoever started the kernel, asks it to end. */
    void awaitShutdown() throws InterruptedException {
        shutdown.await();
    }

    @Override
    public void close() {
        if (session.isDone() && !session.isCompletedExceptionally()) session.join().close();
    }
}
