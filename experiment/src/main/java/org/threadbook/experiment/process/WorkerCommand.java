package org.threadbook.experiment.process;

import org.threadbook.experiment.worker.WorkerMain;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a worker process is started: the command line and what of the environment is left out. */
final class WorkerCommand {
    /** Names the file of the workers' AOT cache; it need not exist. */
    static final String AOT_CACHE_PROPERTY = "threadbook.worker.aot";

    /** They are meant for the kernel, and the JVM prints a line for each. */
    private static final List<String> KERNEL_ONLY =
            List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private WorkerCommand() {}

    /**
     * @param socket where the worker is to connect
     * @return a process to be started
     */
    static ProcessBuilder process(Path socket) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.addAll(List.of("-cp", classPath().toString()));
        command.add(WorkerMain.class.getName());
        command.add(socket.toString());
        var process = new ProcessBuilder(command);
        KERNEL_ONLY.forEach(process.environment()::remove);
        process.redirectInput(
                ProcessBuilder.Redirect.from(new File(onWindows() ? "NUL" : "/dev/null")));
        return process;
    }

    private static List<String> flags() {
        var flags = new ArrayList<String>();
        flags.add("-XX:+UseSerialGC");
        // With SerialGC the JIT leaves counted loops without safepoints: a worker could neither
        // tell where it stands nor end while it is in one.
        flags.add("-XX:+UseCountedLoopSafepoints");
        flags.add("-XX:LoopStripMiningIter=1000");
        flags.add("-XX:-UsePerfData");
        flags.add("-XX:+ErrorFileToStderr");
        flags.add("-Xlog:disable");
        flags.add("-Dfile.encoding=UTF-8");
        flags.add("-Dstdout.encoding=UTF-8");
        flags.add("-Dstderr.encoding=UTF-8");
        if (previewEnabled()) flags.add("--enable-preview");
        aotCache().ifPresent(file -> flags.add("-XX:AOTCache=" + file));
        return flags;
    }

    private static Optional<Path> aotCache() {
        return Optional.ofNullable(System.getProperty(AOT_CACHE_PROPERTY))
                .map(Path::of)
                .filter(Files::isReadable);
    }

    private static boolean previewEnabled() {
        return ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .contains("--enable-preview");
    }

    private static Path classPath() {
        try {
            var source = WorkerMain.class.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean onWindows() {
        return File.separatorChar == '\\';
    }
}
