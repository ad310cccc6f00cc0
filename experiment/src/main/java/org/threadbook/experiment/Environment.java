package org.threadbook.experiment;

import java.time.Instant;

/**
 * Where and when something was measured.
 *
 * @param jdk the version of the running JDK, such as 25.0.3
 * @param processors how many processors the JVM may use
 * @param os the name of the operating system
 * @param startedAt when the experiment started
 */
public record Environment(String jdk, int processors, String os, Instant startedAt) {
    /**
     * @return the environment of this JVM, now
     */
    public static Environment current() {
        return new Environment(
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                Instant.now());
    }
}
