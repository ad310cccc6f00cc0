package org.threadbook.experiment.measure;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.time.Duration;
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
    private final long startCpuNs = oursCpuNs();

    /**
     * @param processors how many processors the JVM may use
     */
    public OtherPrograms(int processors) {
        this.processors = processors;
        system.getCpuLoad(); // a reading covers the time since the one before it
    }

    /** worker processes used; empty where the system does not tell */
    public OptionalDouble share() {
        double load = system.getCpuLoad();
        long cpuNs = oursCpuNs();
        if (!(load >= 0) || cpuNs < 0 || startCpuNs < 0) return OptionalDouble.empty();
        double available = (double) (System.nanoTime() - startNanoTime) * processors;
        double ours = (cpuNs - startCpuNs) / available;
        return OptionalDouble.of(Math.clamp(load - ours, 0, 1));
    }

    /** Of the processes that this one has started, worker processes among them. */
    private static long startedProcessesCpuNs() {
        return ProcessHandle.current()
                .descendants()
                .mapToLong(
                        process ->
                                process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
                .sum();
    }

    /** What this process and those that it has started have used so far; negative if unknown. */
    private long oursCpuNs() {
        long cpuNs = system.getProcessCpuTime();
        return cpuNs < 0 ? cpuNs : cpuNs + startedProcessesCpuNs();
    }
}
