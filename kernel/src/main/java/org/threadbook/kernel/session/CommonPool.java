package org.threadbook.kernel.session;

import org.threadbook.experiment.control.StopSwitch;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's common pool, which helps the notebook thread with parallel streams and futures: if that
 * is stopped, its helpers have to be, too, or they would go on for ever.
 */
final class CommonPool {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private CommonPool() {}

    /**
     * Stops the workers that run code of the notebook, if a thread lets them help it.
     *
     * @param helped the thread
     * @return the workers that are being stopped, for {@link #clear}
     */
    static List<Thread> stopHelpersOf(Thread helped) {
        var helps =
                Arrays.stream(helped.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(
                                name ->
                                        name.startsWith("java.util.concurrent.ForkJoin")
                                                || name.startsWith(
                                                        "java.util.concurrent.CompletableFuture"));
        if (!helps) return List.of();
        var workers =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(
                                thread ->
                                        thread instanceof ForkJoinWorkerThread worker
                                                && worker.getPool() == ForkJoinPool.commonPool())
                        .filter(CommonPool::runsSnippet)
                        .toList();
        workers.forEach(StopSwitch::stop);
        return workers;
    }

    /**
     * Waits until the workers have left the notebook's code, and lets them work again.
     *
     * @param workers what {@link #stopHelpersOf} gave
     */
    static void clear(List<Thread> workers) throws InterruptedException {
        for (var worker : workers) {
            while (runsSnippet(worker)) TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            StopSwitch.clear(worker);
        }
    }

    private static boolean runsSnippet(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> ClassNames.isSnippet(frame.getClassName()));
    }
}
