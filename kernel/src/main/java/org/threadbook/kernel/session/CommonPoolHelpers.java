package org.threadbook.kernel.session;

import org.threadbook.experiment.control.StopSwitch;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workers of the JDK's common pool that help a thread with a parallel stream or a future: if it
 * is stopped, they have to be, too, or they would go on for ever. They are told by the code they
 * run: a snippet that stands on the stack of the thread that they help. Used by one thread at a
 * time.
 */
final class CommonPoolHelpers {
    private static final Duration LOOK_EVERY = Duration.ofMillis(4);
    private static final Duration LONGEST_WATCH = Duration.ofSeconds(5);

    private final Set<String> snippets;
    private final Set<Thread> stopped = new HashSet<>();

    private CommonPoolHelpers(Set<String> snippets) {
        this.snippets = snippets;
    }

    /**
     * @param helped a thread that is about to be stopped
     * @return those who help it now; none if it does not wait for the pool
     */
    static CommonPoolHelpers of(Thread helped) {
        var stack = helped.getStackTrace();
        boolean waits =
                Arrays.stream(stack)
                        .map(StackTraceElement::getClassName)
                        .anyMatch(CommonPoolHelpers::isOfThePool);
        return new CommonPoolHelpers(
                waits ? snippets(stack).collect(Collectors.toSet()) : Set.of());
    }

    private static boolean isOfThePool(String className) {
        return className.startsWith("java.util.concurrent.ForkJoin")
                || className.startsWith("java.util.concurrent.CompletableFuture");
    }

    private static Stream<String> snippets(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .map(StackTraceElement::getClassName)
                .filter(ClassNames::isSnippet);
    }

    /** Stops them. */
    void stop() {
        if (snippets.isEmpty()) return;
        for (var worker : workers()) {
            if (runsTheirs(worker) && stopped.add(worker)) StopSwitch.stop(worker);
        }
    }

    /**
     * Waits until they have left that code, and lets them work again. What the pool had queued of
     * it is still begun, so those who begin are stopped as well.
     */
    void endAll() throws InterruptedException {
        if (snippets.isEmpty()) return;
        long end = System.nanoTime() + LONGEST_WATCH.toNanos();
        do {
            stop();
            for (var worker : List.copyOf(stopped)) {
                if (runsTheirs(worker)) continue;
                stopped.remove(worker);
                StopSwitch.clear(worker);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        } while (!stopped.isEmpty() || mayBegin() && System.nanoTime() - end < 0);
    }

    /** A worker that has taken a task may not yet have come to the notebook's code. */
    private static boolean mayBegin() {
        var pool = ForkJoinPool.commonPool();
        return pool.getQueuedTaskCount() > 0 || pool.getActiveThreadCount() > 0;
    }

    private boolean runsTheirs(Thread thread) {
        return snippets(thread.getStackTrace()).anyMatch(snippets::contains);
    }

    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(
                        thread ->
                                thread instanceof ForkJoinWorkerThread worker
                                        && worker.getPool() == ForkJoinPool.commonPool())
                .toList();
    }
}
