package org.threadbook.experiment.measure;

import com.sun.management.OperatingSystemMXBean;

import org.threadbook.experiment.Run;
import org.threadbook.experiment.TaskRecord;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which share of the processors other programs use while an experiment runs. It begins to watch
 * when it is made; used by the thread that runs the experiment.
 */
public final class OtherPrograms {
    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final int processors;
    private final long startNanoTime = System.nanoTime();
    private final long startCpuNs = system.getProcessCpuTime();

    /**
     * @param processors how many processors the JVM may use
     */
    public OtherPrograms(int processors) {
        this.processors = processors;
        system.getCpuLoad(); // a reading covers the time since the one before it
    }

    /**
     * @param runs what the experiment has run meanwhile
     * @return the share of the processors, 0 to 1, that neither this JVM nor the tasks in its
     *     worker processes used; empty where the system does not tell
     */
    public OptionalDouble share(List<? extends Run<?>> runs) {
        double load = system.getCpuLoad();
        long cpuNs = system.getProcessCpuTime();
        if (!(load >= 0) || cpuNs < 0 || startCpuNs < 0) return OptionalDouble.empty();
        double available = (double) (System.nanoTime() - startNanoTime) * processors;
        double ours = (cpuNs - startCpuNs + workerCpuNs(runs)) / available;
        return OptionalDouble.of(Math.clamp(load - ours, 0, 1));
    }

    private static long workerCpuNs(List<? extends Run<?>> runs) {
        return runs.stream()
                .flatMap(run -> run.rounds().stream())
                .<TaskRecord<?>>flatMap(round -> round.records().stream())
                .filter(record -> record.timing().bytesSent().isPresent())
                .mapToLong(record -> record.timing().cpuNs().orElse(0))
                .sum();
    }
}
