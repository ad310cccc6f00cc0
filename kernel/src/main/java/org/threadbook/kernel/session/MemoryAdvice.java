package org.threadbook.kernel.session;

import java.util.List;

/** What to do when memory has run out, in words. */
final class MemoryAdvice {
    private static final String MORE_HEAP =
            " or start the kernel with more: `install/lab --heap 4g` (`install/kernel --heap 4g`),"
                    + " or JDK_JAVA_OPTIONS=-Xmx4g in the environment of Jupyter.";

    private static final int MOST_CAUSES = 20;

    /** It makes four that can hold a trace when it starts, and then one that cannot. */
    private static final String NO_LINE =
            "    (where is not known: the JVM records that only for its first OutOfMemoryErrors)";

    private MemoryAdvice() {}

    /**
     * @param thrown anything thrown
     * @return sentences to show below it; none if it has nothing to do with memory
     */
    static List<String> of(Throwable thrown) {
        var each = thrown;
        // Causes may go in a circle.
        for (int depth = 0; each != null && depth < MOST_CAUSES; depth++, each = each.getCause()) {
            if (each instanceof OutOfMemoryError error)
                return error.getStackTrace().length > 0
                        ? List.of("", advice(error))
                        : List.of(NO_LINE, "", advice(error));
        }
        return List.of();
    }

    private static String advice(OutOfMemoryError error) {
        var message = String.valueOf(error.getMessage());
        if (message.contains("array size"))
            return "No heap is large enough: an array has at most about 2,147,483,645 elements."
                    + " Spread them over several arrays.";
        if (message.contains("native thread"))
            return "The system lets this process start no more threads. Variables keep their"
                    + " values. Use virtual threads, as in Thread.startVirtualThread(task), or a"
                    + " pool of few threads that take one task after another.";
        if (message.contains("Metaspace") || message.contains("class space"))
            return "Too many classes were loaded. Restart the kernel, or start it with"
                    + " JDK_JAVA_OPTIONS=-XX:MaxMetaspaceSize=1g in the environment of Jupyter.";
        if (message.contains("direct buffer"))
            return "Direct buffers lie outside the heap and may take as much as it again. Set"
                    + " variables that hold them to null,"
                    + MORE_HEAP;
        return "The kernel's heap has %,d MiB. Variables keep their values, and what they hold stays in it: set those that hold much to null,%s"
                .formatted(Runtime.getRuntime().maxMemory() >> 20, MORE_HEAP);
    }
}
