package org.threadbook.kernel.session;

import org.threadbook.experiment.control.Stopped;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Stack traces for people: they begin and end at the user's own lines. Between those the JDK's
 * frames are shown; those of the kernel, of JShell and of reflection are folded away.
 */
final class ShownTrace {
    /** Beyond that, the frames in the middle are left out. */
    private static final int MOST_FRAMES = 40;

    private final Set<Throwable> shown = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> lines = new ArrayList<>();

    private ShownTrace() {}

    /**
     * @param headline the first line
     * @param thrown anything thrown
     * @return the headline, the trace, and those of what it suppressed and what caused it
     */
    static List<String> lines(String headline, Throwable thrown) {
        var trace = new ShownTrace();
        trace.add("", "", headline, thrown);
        return trace.lines;
    }

    /**
     * @param thrown anything thrown
     * @return whether a line of a cell stands in its trace
     */
    static boolean namesALine(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace()).anyMatch(ShownTrace::isUsers);
    }

    private void add(String indent, String label, String headline, Throwable thrown) {
        if (!shown.add(thrown)) {
            lines.add(indent + label + "[shown above: " + headline + "]");
            return;
        }
        int colon = headline.indexOf(": ");
        var coloured =
                colon < 0
                        ? Ansi.red(headline)
                        : Ansi.red(headline.substring(0, colon)) + headline.substring(colon);
        lines.add(indent + label + coloured);
        for (var frame : frames(thrown)) lines.add(indent + "    " + frame);
        for (var each : thrown.getSuppressed()) {
            add(indent + "    ", "Suppressed: ", CellError.headline(each), each);
        }
        var cause = thrown.getCause();
        if (cause != null) add(indent, "Caused by: ", CellError.headline(cause), cause);
    }

    private static List<String> frames(Throwable thrown) {
        var trace = thrown.getStackTrace();
        int first = 0;
        while (first < trace.length && !isUsers(trace[first])) first++;
        int end = trace.length;
        while (end > first && !isUsers(trace[end - 1])) end--;
        if (first == end) {
            if (thrown instanceof Stopped) return List.of();
            // Not a line of the user's: what there is may help.
            first = 0;
            end = trace.length;
        }
        return shortened(folded(Arrays.asList(trace).subList(first, end)));
    }

    private static List<String> folded(List<StackTraceElement> trace) {
        var frames = new ArrayList<String>();
        int hidden = 0;
        var above = "";
        for (var element : trace) {
            // JShell puts the initializer of a var into a method of its own.
            boolean again = above.equals("do_it$Aux") && element.getMethodName().equals("do_it$");
            above = element.getMethodName();
            if (again) continue;
            if (!isUsers(element) && isInternal(element.getClassName())) {
                hidden++;
                continue;
            }
            if (hidden > 0) frames.add(fold(hidden));
            hidden = 0;
            frames.add("at " + where(element));
        }
        if (hidden > 0) frames.add(fold(hidden));
        return frames;
    }

    private static String fold(int frames) {
        return "… " + frames + (frames == 1 ? " internal frame" : " internal frames");
    }

    private static List<String> shortened(List<String> frames) {
        if (frames.size() <= MOST_FRAMES) return frames;
        var kept = new ArrayList<>(frames.subList(0, MOST_FRAMES / 2));
        kept.add("… " + (frames.size() - MOST_FRAMES) + " more frames");
        kept.addAll(frames.subList(frames.size() - MOST_FRAMES / 2, frames.size()));
        return kept;
    }

    private static boolean isUsers(StackTraceElement element) {
        var file = element.getFileName();
        return ClassNames.isSnippet(element.getClassName())
                && file != null
                && file.startsWith("cell [");
    }

    private static boolean isInternal(String className) {
        return className.startsWith("org.threadbook.")
                || className.startsWith("REPL.")
                || className.startsWith("jdk.jshell.")
                || className.startsWith("jdk.internal.reflect.")
                || className.startsWith("java.lang.reflect.")
                || className.startsWith("java.lang.invoke.");
    }

    private static String where(StackTraceElement element) {
        if (!isUsers(element)) return element.toString();
        var line = Ansi.green(element.getFileName() + ":" + element.getLineNumber());
        var method = method(element);
        return method.isEmpty() ? line : method + "(" + line + ")";
    }

    /** Empty for a statement of the cell itself. */
    private static String method(StackTraceElement element) {
        var type = ClassNames.userName(element.getClassName());
        var method = element.getMethodName();
        if (method.startsWith("lambda$")) {
            var around = method.substring("lambda$".length()).replaceFirst("\\$\\d+$", "");
            method = around.startsWith("do_it$") ? "lambda" : "lambda in " + around;
        } else if (method.startsWith("do_it$")) {
            method = "";
        } else if (method.equals("<init>")) {
            method = "new";
        }
        return type.isEmpty() ? method : type + "." + method;
    }
}
