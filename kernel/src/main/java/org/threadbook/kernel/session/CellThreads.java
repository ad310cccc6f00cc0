package org.threadbook.kernel.session;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the threads in which the code of cells runs. Whose a thread is, is decided as for its
 * output. Thread-safe.
 */
final class CellThreads {
    private final Ownership ownership;

    /**
     * @param ownership tells to which cell a thread belongs
     */
    CellThreads(Ownership ownership) {
        this.ownership = ownership;
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
        return ownership
                .of(thread, stack)
                .map(context -> new CellThread(thread, context.cell(), stack));
    }

    private static Optional<CellThread> glanceAt(Thread thread) {
        return CellContext.boundIn(thread)
                .or(() -> CellContext.starterOf(thread).map(CellContext.Starter::context))
                .map(context -> new CellThread(thread, context.cell(), List.of()));
    }

    /**
     * To be asked in a pool's worker.
     *
     * @param cell the execution count of a cell
     * @return whether the calling thread runs what that cell submitted
     */
    boolean runsHere(int cell) {
        var thread = Thread.currentThread();
        return ownership
                .of(thread, List.of(thread.getStackTrace()))
                .filter(each -> each.cell() == cell)
                .isPresent();
    }
}
