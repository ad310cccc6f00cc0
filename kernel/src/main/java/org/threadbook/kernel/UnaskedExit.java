package org.threadbook.kernel;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Says on the process's standard error who ended it, if nobody asked the kernel to end. A cell's
 * own {@code System.exit} is refused; that of a library, or one through reflection, is not seen
 * beforehand.
 */
final class UnaskedExit {
    private static final List<String> NOT_THE_CALLER =
            List.of("java.", "jdk.", "sun.", "org.threadbook.");

    private UnaskedExit() {}

    /**
     * @param asked whether a client, or whoever started the kernel, asked it to end
     */
    static void report(BooleanSupplier asked) {
        var hook = Thread.ofPlatform().name("unasked exit").unstarted(() -> reportUnless(asked));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void reportUnless(BooleanSupplier asked) {
        if (asked.getAsBoolean()) return;
        // The log manager has a hook of its own, which closes the log at this very moment.
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
        err.println("threadbook: the kernel ends and its variables are lost: " + cause());
    }

    private static String cause() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> isExiting(each.getValue()))
                .map(UnaskedExit::words)
                .findFirst()
                .orElse("a virtual thread or the system ended the process.");
    }

    private static boolean isExiting(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(
                        frame ->
                                frame.getClassName().equals("java.lang.Shutdown")
                                        && frame.getMethodName().equals("exit"));
    }

    private static String words(Map.Entry<Thread, StackTraceElement[]> exiting) {
        var thread = exiting.getKey().getName();
        // The JDK's name for the thread that runs when a signal has come.
        if (thread.startsWith("SIG")) return "a signal came (" + thread + ").";
        var stack = exiting.getValue();
        var caller = Arrays.stream(stack).filter(UnaskedExit::isCaller).findFirst();
        var line = Arrays.stream(stack).filter(UnaskedExit::isInCell).findFirst();
        return "thread \"%s\" called exit%s%s."
                .formatted(
                        thread,
                        at(" at ", caller),
                        caller.equals(line) ? "" : at(", called from ", line));
    }

    private static String at(String before, Optional<StackTraceElement> frame) {
        return frame.map(
                        each ->
                                before
                                        + (isInCell(each)
                                                ? each.getFileName() + ":" + each.getLineNumber()
                                                : each.toString()))
                .orElse("");
    }

    private static boolean isCaller(StackTraceElement frame) {
        return NOT_THE_CALLER.stream().noneMatch(frame.getClassName()::startsWith);
    }

    private static boolean isInCell(StackTraceElement frame) {
        var file = frame.getFileName();
        return file != null && file.startsWith("cell [");
    }
}
