package org.threadbook.kernel.session;

import org.threadbook.experiment.control.StopSwitch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Stops what one cell started: its threads, and what pools run for it, while the pools live on and
 * do what other cells gave them. The notebook thread and the threads of executors are not among
 * them: they are ended by those who wait for them.
 *
 * <p>Used by one thread, which calls {@link #look} until nothing is left, and {@link #left} for
 * what is to be looked after longer.
 */
final class CellStop {
    static final Duration LOOK_EVERY = Duration.ofMillis(4);

    private final CellThreads threads;
    private final int cell;

    /** The code that the common pool helps the notebook thread with, as for a parallel stream. */
    private final Set<String> helped;

    private final Thread notebookThread;
    private final Map<Thread, CellThread> stopped = new HashMap<>();
    private boolean sawPoolWorkers;

    /**
     * @param threads what finds the threads
     * @param cell the execution count of the cell
     * @param notebookThread the thread that runs the cell itself
     * @param stack where that stands; empty if it does not run the cell any more
     */
    CellStop(CellThreads threads, int cell, Thread notebookThread, List<StackTraceElement> stack) {
        this.threads = threads;
        this.cell = cell;
        this.notebookThread = notebookThread;
        this.helped = isHelped(stack) ? Set.copyOf(PrinterStack.of(stack).snippets()) : Set.of();
    }

    private static boolean isHelped(List<StackTraceElement> stack) {
        return stack.stream()
                .map(StackTraceElement::getClassName)
                .anyMatch(
                        name ->
                                name.startsWith("java.util.concurrent.ForkJoin")
                                        || name.startsWith(
                                                "java.util.concurrent.CompletableFuture"));
    }

    /**
     * Stops what has begun since the last look, and lets threads run on that have ended what they
     * did for the cell.
     *
     * @return whether nothing of the cell runs any more
     */
    boolean look() {
        var running = new HashMap<Thread, CellThread>();
        threads.startedBy(cell)
                .filter(this::isToEnd)
                .forEach(each -> running.put(each.thread(), each));
        if (!helped.isEmpty()) addHelpers(running);

        var over = new HashSet<>(stopped.keySet());
        over.removeAll(running.keySet());
        StopSwitch.clear(over);
        stopped.keySet().removeAll(over);

        var fresh = new HashMap<Thread, BooleanSupplier>();
        running.forEach(
                (thread, each) -> {
                    if (stopped.put(thread, each) == null) fresh.put(thread, condition(each));
                });
        StopSwitch.stop(fresh);
        return running.isEmpty();
    }

    /**
     * Looks until nothing runs any more, and leaves what does not end to somebody else.
     *
     * @param patience how long to look at most
     * @param leftBehind who looks after the rest
     * @return the rest
     */
    List<CellThread> all(Duration patience, LeftBehind leftBehind) {
        long start = System.nanoTime();
        while (!look() && System.nanoTime() - start < patience.toNanos())
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        var left = left();
        leave(leftBehind);
        return left;
    }

    private boolean isToEnd(CellThread each) {
        if (each.thread() == notebookThread || each.isOurs()) return false;
        if (!each.isPoolWorker()) return true;
        sawPoolWorkers = true;
        return each.runsCode();
    }

    private void addHelpers(Map<Thread, CellThread> running) {
        sawPoolWorkers = true;
        for (var thread : JdkThreads.live()) {
            if (!(thread instanceof ForkJoinWorkerThread worker)
                    || worker.getPool() != ForkJoinPool.commonPool()) continue;
            var stack = List.of(thread.getStackTrace());
            if (PrinterStack.of(stack).snippets().stream().anyMatch(helped::contains))
                running.putIfAbsent(thread, new CellThread(thread, cell, stack));
        }
    }

    /** The next task of a pool's worker may be another cell's: it must not be hit. */
    private BooleanSupplier condition(CellThread each) {
        if (!each.isPoolWorker()) return () -> true;
        return helped.isEmpty() ? () -> threads.runsHere(cell) : () -> true;
    }

    /**
     * @return whether a pool may still hold tasks of the cell that have not begun
     */
    boolean mayGoOn() {
        return sawPoolWorkers;
    }

    /**
     * @return where one of those that were stopped stood in the user's code, an executor's threads
     *     included
     */
    Optional<List<StackTraceElement>> userStack() {
        return threads.startedBy(cell)
                .filter(CellThread::runsCode)
                .map(CellThread::stack)
                .findFirst();
    }

    /**
     * @return the threads that have not ended yet, as they stood when they were stopped
     */
    List<CellThread> left() {
        return List.copyOf(stopped.values());
    }

    /**
     * Leaves the threads that have not ended yet to somebody else.
     *
     * @param leftBehind who looks after them from now on
     */
    void leave(LeftBehind leftBehind) {
        var left = new HashMap<Thread, BooleanSupplier>();
        stopped.forEach((thread, each) -> left.put(thread, condition(each)));
        leftBehind.add(left);
        stopped.clear();
    }
}
