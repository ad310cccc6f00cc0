package org.threadbook.kernel.wire;

import org.threadbook.kernel.display.CellInput;
import org.threadbook.kernel.display.InputRefusedException;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Asks the client that sent an execute request, until that is executed. Thread-safe. */
final class ClientInput implements CellInput, AutoCloseable {
    private static final String ENDED =
            "the cell that asks has ended, and only a cell that runs can ask for input. Let the"
                    + " cell wait for its threads, as by thread.join().";

    private final Stdin stdin;
    private final IoPub iopub;
    private final Request request;
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    ClientInput(Stdin stdin, IoPub iopub, Request request) {
        this.stdin = stdin;
        this.iopub = iopub;
        this.request = request;
    }

    @Override
    public String ask(String prompt, boolean password) throws IOException, InterruptedException {
        if (ended.isDone()) throw new InputRefusedException(ENDED);
        // The two channels race to the client, and what was printed explains the question.
        iopub.awaitWritten();
        return stdin.ask(request, prompt, password, ended);
    }

    /** The request is executed: nobody listens for questions of it any longer. */
    @Override
    public void close() {
        ended.completeExceptionally(
                new IOException("the cell ended before the question was answered"));
    }
}
