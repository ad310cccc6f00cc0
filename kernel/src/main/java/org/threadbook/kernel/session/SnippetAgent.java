package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

import java.lang.instrument.Instrumentation;
import java.util.Optional;

/**
 * Receives the JVM's {@link Instrumentation}, with which classes of snippets are redefined in
 * place. The kernel's jar names it as {@code Launcher-Agent-Class}. What the JVM hands over can
 * only be kept in a static.
 */
public final class SnippetAgent {
    private static volatile @Nullable Instrumentation received;

    private SnippetAgent() {}

    /**
     * Called by the JVM before main.
     *
     * @param arguments ignored
     * @param instrumentation what the JVM offers
     */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        received = instrumentation;
    }

    /**
     * Called by the JVM before main if given as {@code -javaagent}.
     *
     * @param arguments ignored
     * @param instrumentation what the JVM offers
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        received = instrumentation;
    }

    /**
     * @return the JVM's instrumentation; empty if the JVM was not started from the kernel's jar
     */
    static Optional<Instrumentation> instrumentation() {
        return Optional.ofNullable(received);
    }
}
