package org.threadbook.kernel.session;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a thread's stack tells about whose output it prints, and whose work it does.
 *
 * @param isPoolWorker whether it is a worker of a pool, whose starter says nothing about its tasks
 * @param statementClass the class of the bottom-most lambda of a statement: that is what was
 *     submitted
 */
record PrinterStack(boolean isPoolWorker, Optional<String> statementClass) {
    private static final Set<String> WORKER_LOOPS =
            Set.of(
                    "java.util.concurrent.ThreadPoolExecutor",
                    "java.util.concurrent.ForkJoinPool",
                    "java.util.concurrent.ForkJoinWorkerThread",
                    "java.util.TimerThread");

    static PrinterStack ofThisThread() {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                of(
                                        frames.toList(),
                                        StackFrame::getClassName,
                                        StackFrame::getMethodName));
    }

    /**
     * @param frames the stack of any thread, the top first
     * @return what it tells
     */
    static PrinterStack of(List<StackTraceElement> frames) {
        return of(frames, StackTraceElement::getClassName, StackTraceElement::getMethodName);
    }

    private static <F> PrinterStack of(
            List<F> frames, Function<F, String> className, Function<F, String> methodName) {
        boolean worker = false;
        Optional<String> statement = Optional.empty();
        for (var frame : frames) {
            var name = className.apply(frame);
            worker |= WORKER_LOOPS.contains(name);
            if (ClassNames.isSnippet(name) && methodName.apply(frame).startsWith("lambda$do_it$")) {
                statement = Optional.of(name);
            }
        }
        return new PrinterStack(worker, statement);
    }
}
