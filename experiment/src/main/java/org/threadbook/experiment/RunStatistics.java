package org.threadbook.experiment;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the measured rounds of one executor come to. Times are nanoseconds. Figures of tasks are
 * taken over the tasks of all measured rounds; what no task tells is empty.
 *
 * @param makespanNs the median of the rounds' makespans
 * @param shortestMakespanNs the shortest of them
 * @param longestMakespanNs the longest of them
 * @param startupNs what starting workers took before the rounds, in all
 * @param tasksPerSecond tasks of one round divided by the median makespan
 * @param medianTaskNs median running time of a task
 * @param p95TaskNs 95th percentile of it
 * @param p99TaskNs 99th percentile of it
 * @param slowestTaskNs the longest
 * @param cpuShare processor time of all tasks divided by their running time, 0 to 1
 * @param queueNs median time that a task waited for a worker
 * @param serializationNs time spent on making bytes and objects, both sides, per round
 * @param bytesSent bytes sent to workers, per round
 * @param bytesReceived bytes received from workers, per round
 * @param failures tasks that did not succeed, in all measured rounds
 */
public record RunStatistics(
        long makespanNs,
        long shortestMakespanNs,
        long longestMakespanNs,
        long startupNs,
        double tasksPerSecond,
        OptionalLong medianTaskNs,
        OptionalLong p95TaskNs,
        OptionalLong p99TaskNs,
        OptionalLong slowestTaskNs,
        OptionalDouble cpuShare,
        OptionalLong queueNs,
        OptionalLong serializationNs,
        OptionalLong bytesSent,
        OptionalLong bytesReceived,
        int failures) {}
