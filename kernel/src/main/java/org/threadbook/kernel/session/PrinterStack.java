package org.threadbook.kernel.session;

import java.lang.StackWalker.Option;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a thread's stack tells about whose output it prints, and whose work it does. Only classes
 * are looked at: their names are known, while those of methods would have to be made for each
 * print.
 *
 * @param isPoolWorker whether it is a worker of a pool, whose starter says nothing about its tasks
 * @param snippets the classes of cells on it, the bottom-most first: that is what was submitted
 */
record PrinterStack(boolean isPoolWorker, List<String> snippets) {
    private static final StackWalker WALKER = StackWalker.getInstance(Option.DROP_METHOD_INFO);

    /** They stand at the bottom of a worker's stack, and on no other. */
    private static final Set<String> WORKER_LOOPS =
            Set.of(
                    "java.util.concurrent.ThreadPoolExecutor$Worker",
                    "java.util.concurrent.ForkJoinWorkerThread",
                    "java.util.TimerThread");

    static PrinterStack ofThisThread() {
        return WALKER.walk(frames -> of(frames.map(StackWalker.StackFrame::getClassName)));
    }

    /**
     * @param trace where something was thrown, or another thread stands
     */
    static PrinterStack of(List<StackTraceElement> trace) {
        return of(trace.stream().map(StackTraceElement::getClassName));
    }

    /**
     * @param classes those of the frames, the topmost first
     */
    private static PrinterStack of(Stream<String> classes) {
        var telling = classes.filter(PrinterStack::tells).toList().reversed();
        return new PrinterStack(
                telling.stream().anyMatch(WORKER_LOOPS::contains),
                telling.stream().filter(ClassNames::isSnippet).distinct().toList());
    }

    private static boolean tells(String className) {
        return ClassNames.isSnippet(className) || WORKER_LOOPS.contains(className);
    }
}
