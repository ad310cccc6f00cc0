package org.threadbook.kernel.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whose a thread's work, and so its output, is: what it is bound to; else, for a thread that is no
 * pool's worker, the cell that started it; for a worker, the cell of the statement that submitted
 * what it runs. Methods and types of earlier cells do not count. Thread-safe.
 *
 * @param contextOfStatement finds the cell of a statement by the name of a class made for it
 */
record Ownership(Function<String, Optional<CellContext>> contextOfStatement) {
    /**
     * @return the cell of the calling thread; empty if nothing tells
     */
    Optional<CellContext> here() {
        return here(PrinterStack::ofThisThread);
    }

    /**
     * @param stack what the calling thread does, or did when it threw something
     * @return the cell of that
     */
    Optional<CellContext> here(Supplier<PrinterStack> stack) {
        var bound = CellContext.bound();
        return bound.isPresent() ? bound : of(CellContext.starter(), stack.get());
    }

    /**
     * @param thread another thread
     * @param trace where it stands
     * @return the cell of that thread; of a worker without a task, the one that started it
     */
    Optional<CellContext> of(Thread thread, List<StackTraceElement> trace) {
        var bound = CellContext.boundIn(thread);
        if (bound.isPresent()) return bound;
        var starter = CellContext.starterOf(thread);
        return of(starter, PrinterStack.of(trace))
                .or(() -> starter.map(CellContext.Starter::context));
    }

    private Optional<CellContext> of(Optional<CellContext.Starter> starter, PrinterStack stack) {
        if (stack.isPoolWorker() || starter.isEmpty()) return statement(stack.snippets());
        return statement(starter.get().snippets())
                .or(() -> starter.map(CellContext.Starter::context));
    }

    private Optional<CellContext> statement(List<String> snippets) {
        return snippets.stream().map(contextOfStatement).flatMap(Optional::stream).findFirst();
    }
}
