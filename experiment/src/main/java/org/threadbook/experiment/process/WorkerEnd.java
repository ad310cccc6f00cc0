package org.threadbook.experiment.process;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How a worker process ended.
 *
 * @param exitCode its exit code; empty if it could not be ended
 * @param lastWords the last lines of its standard streams
 */
record WorkerEnd(OptionalInt exitCode, List<String> lastWords) {
    private static final int SIGNALLED = 128;
    private static final Map<Integer, String> SIGNALS =
            Map.ofEntries(
                    Map.entry(1, "SIGHUP"),
                    Map.entry(2, "SIGINT"),
                    Map.entry(3, "SIGQUIT"),
                    Map.entry(4, "SIGILL"),
                    Map.entry(6, "SIGABRT"),
                    Map.entry(7, "SIGBUS"),
                    Map.entry(8, "SIGFPE"),
                    Map.entry(9, "SIGKILL"),
                    Map.entry(11, "SIGSEGV"),
                    Map.entry(13, "SIGPIPE"),
                    Map.entry(15, "SIGTERM"),
                    Map.entry(24, "SIGXCPU"));

    /**
     * @return what happened to it, as the end of a sentence that begins with the worker
     */
    String inWords() {
        if (exitCode.isEmpty()) return "stopped answering";
        int code = exitCode.getAsInt();
        int signal = code - SIGNALLED;
        if (SIGNALS.containsKey(signal))
            return "was killed by signal " + signal + " (" + SIGNALS.get(signal) + ")";
        return "ended with exit code " + code;
    }

    /**
     * @return what may help, as a sentence
     */
    String advice() {
        if (exitCode.isEmpty()) return "Run the cell again: a new worker takes its place.";
        return switch (exitCode.getAsInt() - SIGNALLED) {
            case 9 ->
                    "Somebody killed it, or the system ran out of memory: try fewer workers or"
                            + " smaller data.";
            case 4, 6, 7, 8, 11 ->
                    "The JVM crashed, as native code or a full memory can cause: run the task on a"
                            + " small item, or try fewer workers.";
            case 1, 2, 3, 15 -> "Somebody asked it to end: run the cell again.";
            default ->
                    "Look for code that ends the process, such as a native library, and run the"
                            + " task with %%sequential to see.";
        };
    }

    /**
     * @return the last lines it wrote, introduced; empty if there are none
     */
    String quotation() {
        return lastWords.isEmpty() ? "" : "\nIts last words:\n  " + String.join("\n  ", lastWords);
    }
}
