package org.threadbook.kernel.session;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a thread's stack tells about whose output it prints.
 *
 * @param isPoolWorker whether it is a worker of a pool, whose starter says nothing about its tasks
 * @param statementClass the class of the bottom-most lambda of a statement: that is what was
 *     submitted
 */
record PrinterStack(boolean isPoolWorker, Optional<Class<?>> statementClass) {
    private static final Set<String> WORKER_LOOPS =
            Set.of(
                    "java.util.concurrent.ThreadPoolExecutor",
                    "java.util.concurrent.ForkJoinPool",
                    "java.util.concurrent.ForkJoinWorkerThread",
                    "java.util.TimerThread");

    static PrinterStack ofThisThread() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> of(frames.toList()));
    }

    private static PrinterStack of(List<StackFrame> frames) {
        boolean worker = false;
        Optional<Class<?>> statement = Optional.empty();
        for (var frame : frames) {
            worker |= WORKER_LOOPS.contains(frame.getClassName());
            if (ClassNames.isSnippet(frame.getClassName())
                    && frame.getMethodName().startsWith("lambda$do_it$")) {
                statement = Optional.of(frame.getDeclaringClass());
            }
        }
        return new PrinterStack(worker, statement);
    }
}
