package org.threadbook.kernel.session;

import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a thread's stack tells about whose output it prints.
 *
 * @param isPoolWorker whether it is a worker of a pool, whose starter says nothing about its tasks
 * @param statementClass the class of the bottom-most lambda, anonymous or local class that may have
 *     been written in a statement: that is what was submitted
 */
record PrinterStack(boolean isPoolWorker, Optional<String> statementClass) {
    private static final Set<String> WORKER_LOOPS =
            Set.of(
                    "java.util.concurrent.ThreadPoolExecutor.runWorker",
                    "java.util.concurrent.ForkJoinPool.runWorker",
                    "java.util.TimerThread.run");

    private record Frame(String className, String method) {
        static Frame of(StackFrame frame) {
            return new Frame(frame.getClassName(), frame.getMethodName());
        }

        static Frame of(StackTraceElement element) {
            return new Frame(element.getClassName(), element.getMethodName());
        }

        boolean isWorkerLoop() {
            return WORKER_LOOPS.contains(className + "." + method);
        }

        boolean mayBeOfStatement() {
            return ClassNames.isSnippet(className)
                    && (method.startsWith("lambda$do_it$") || ClassNames.isInMethodBody(className));
        }
    }

    static PrinterStack ofThisThread() {
        return StackWalker.getInstance().walk(frames -> of(frames.map(Frame::of)));
    }

    /**
     * @param trace where something was thrown
     */
    static PrinterStack of(StackTraceElement[] trace) {
        return of(Arrays.stream(trace).map(Frame::of));
    }

    /**
     * @param frames the topmost first
     */
    private static PrinterStack of(Stream<Frame> frames) {
        boolean worker = false;
        Optional<String> statement = Optional.empty();
        for (var frame : frames.toList()) {
            worker |= frame.isWorkerLoop();
            if (frame.mayBeOfStatement()) statement = Optional.of(frame.className());
        }
        return new PrinterStack(worker, statement);
    }
}
