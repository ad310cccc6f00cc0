package org.threadbook.kernel.session;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The Java that cells are written in: that of this JVM, with its preview features if the JVM was
 * started with them, since it would not load what uses them otherwise.
 */
public final class JavaLevel {
    private static final String PREVIEW = "--enable-preview";

    private JavaLevel() {}

    /**
     * @return the compiler's options for it
     */
    public static List<String> compilerOptions() {
        var jvmOptions = ManagementFactory.getRuntimeMXBean().getInputArguments();
        return jvmOptions.contains(PREVIEW)
                ? List.of(PREVIEW, "-source", Integer.toString(Runtime.version().feature()))
                : List.of();
    }
}
