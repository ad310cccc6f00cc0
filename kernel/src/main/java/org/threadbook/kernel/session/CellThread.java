package org.threadbook.kernel.session;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A live thread that a cell started, or that runs what a cell gave to a pool.
 *
 * @param thread the thread
 * @param cell the execution count of that cell
 * @param stack where it stood, the top first; empty if nobody has looked
 */
public record CellThread(Thread thread, int cell, List<StackTraceElement> stack) {
    /** The JDK's classes of threads that somebody gets who starts a thread, pool or timer. */
    private static final Set<String> STARTED_BY_USERS =
            Set.of(
                    "java.lang.Thread",
                    "java.lang.VirtualThread",
                    "java.lang.ThreadBuilders$BoundVirtualThread",
                    "java.util.TimerThread",
                    "java.util.concurrent.ForkJoinWorkerThread");

    /**
     * @return whether it is a worker of a pool or a timer, which runs tasks of several cells
     */
    public boolean isPoolWorker() {
        return PrinterStack.of(stack).isPoolWorker();
    }

    /**
     * @return whether code of cells stands on its stack
     */
    public boolean runsCode() {
        return userFrame().isPresent();
    }

    /**
     * @return the top-most of the frames that are code of cells
     */
    public Optional<StackTraceElement> userFrame() {
        return stack.stream()
                .filter(frame -> ClassNames.isSnippet(frame.getClassName()))
                .findFirst();
    }

    /**
     * @return whether it is a thread that the JDK started for itself while the cell ran, such as
     *     the timer of the common pool
     */
    boolean isTheJdksOwn() {
        var type = thread.getClass().getName();
        return isOfTheJdk(type) && !STARTED_BY_USERS.contains(type);
    }

    /**
     * @return whether it is a thread of ours, such as an executor's, which ends what it runs itself
     */
    boolean isOurs() {
        return stack.reversed().stream()
                .map(StackTraceElement::getClassName)
                .filter(name -> !isOfTheJdk(name))
                .findFirst()
                .filter(name -> name.startsWith("org.threadbook."))
                .isPresent();
    }

    private static boolean isOfTheJdk(String className) {
        return className.startsWith("java.") || className.startsWith("jdk.");
    }
}
