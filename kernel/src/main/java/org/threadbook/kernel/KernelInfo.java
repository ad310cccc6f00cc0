package org.threadbook.kernel;

import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.threadbook.kernel.wire.KernelConnection;

import java.util.List;
import java.util.Objects;

/** What this kernel says of itself. */
final class KernelInfo {
    private KernelInfo() {}

    /**
     * @return the version of this build; that of the sources where there is no jar
     */
    static String version() {
        return Objects.requireNonNullElse(
                KernelInfo.class.getPackage().getImplementationVersion(), "0.1.0-SNAPSHOT");
    }

    static KernelInfoReply reply() {
        String java = Runtime.version().toString();
        var language =
                new LanguageInfo.Builder("java")
                        .version(java)
                        .mimetype("text/x-java")
                        .fileExtension(".java")
                        .pygments("java")
                        .codemirror("text/x-java")
                        .build();
        return new KernelInfoReply(
                KernelConnection.PROTOCOL_VERSION,
                "threadbook",
                version(),
                language,
                "Threadbook %s: concurrency experiments in Java %s".formatted(version(), java),
                List.of(
                        new HelpLink(
                                "Java 25 API",
                                "https://docs.oracle.com/en/java/javase/25/docs/api/")));
    }
}
