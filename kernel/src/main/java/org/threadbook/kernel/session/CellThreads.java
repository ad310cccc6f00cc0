package org.threadbook.kernel.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the threads in which the code of cells runs. Whose a thread is, is decided as for its
 * output: by what it is bound to, by the cell that started it, and for the worker of a pool by the
 * statement's lambda that it runs. Thread-safe.
 */
final class CellThreads {
    private final Function<String, Optional<CellContext>> contextOfClass;

    /**
     * @param contextOfClass finds the cell of a snippet's class by its name
     */
    CellThreads(Function<String, Optional<CellContext>> contextOfClass) {
        this.contextOfClass = contextOfClass;
    }

    /**
     * @return those of all cells, without threads of ours and the JDK's own that run no code of a
     *     cell; virtual ones without their stacks, since there may be a hundred thousand
     */
    Stream<CellThread> all() {
        return JdkThreads.live().stream()
                .filter(thread -> thread != Thread.currentThread())
                .map(thread -> thread.isVirtual() ? glanceAt(thread) : lookAt(thread))
                .flatMap(Optional::stream)
                .filter(each -> each.runsCode() || !each.isOurs() && !each.isTheJdksOwn());
    }

    /**
     * @param cell the execution count of a cell
     * @return the threads of that cell, likewise
     */
    Stream<CellThread> startedBy(int cell) {
        return all().filter(each -> each.cell() == cell);
    }

    /**
     * @param thread a thread
     * @return the same, if a cell has to do with it
     */
    Optional<CellThread> lookAt(Thread thread) {
        var stack = List.of(thread.getStackTrace());
        return owner(thread, stack).map(context -> new CellThread(thread, context.cell(), stack));
    }

    private static Optional<CellThread> glanceAt(Thread thread) {
        return CellContext.boundIn(thread)
                .or(() -> CellContext.inheritedIn(thread))
                .map(context -> new CellThread(thread, context.cell(), List.of()));
    }

    /** As {@link OutputRouter} decides in the thread itself. */
    private Optional<CellContext> owner(Thread thread, List<StackTraceElement> frames) {
        var bound = CellContext.boundIn(thread);
        if (bound.isPresent()) return bound;
        var stack = PrinterStack.of(frames);
        var submitted = stack.statementClass().flatMap(contextOfClass);
        var inherited = CellContext.inheritedIn(thread);
        return stack.isPoolWorker() ? submitted.or(() -> inherited) : inherited.or(() -> submitted);
    }

    /**
     * To be asked in a pool's worker.
     *
     * @param cell the execution count of a cell
     * @return whether the calling thread runs what that cell submitted
     */
    boolean runsHere(int cell) {
        var submitted = PrinterStack.ofThisThread().statementClass().flatMap(contextOfClass);
        return submitted.or(CellContext::inherited).filter(each -> each.cell() == cell).isPresent();
    }
}
