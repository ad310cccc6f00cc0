package org.threadbook.kernel.report;

import com.google.gson.JsonObject;

import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.TaskRecord;

import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What all tasks of a round come to, for rounds of which not every task is listed: how many ended
 * in which way, and sums. Not thread-safe; owned by the thread that adds.
 */
final class TaskTotals {
    private final TreeMap<String, Integer> outcomes = new TreeMap<>();
    private int successes;
    private final Sum run = new Sum("runNs");
    private final Sum queue = new Sum("queueNs");
    private final Sum serialize = new Sum("serializeNs");
    private final Sum deserialize = new Sum("deserializeNs");
    private final Sum sent = new Sum("bytesSent");
    private final Sum received = new Sum("bytesReceived");
    private final Sum cpu = new Sum("cpuNs");
    private final Sum allocated = new Sum("allocatedBytes");

    /** A sum of what is known; absent if nothing is. */
    private static final class Sum {
        private final String name;
        private long value;
        private boolean known;

        Sum(String name) {
            this.name = name;
        }

        void add(OptionalLong addend) {
            if (addend.isEmpty()) return;
            value += addend.getAsLong();
            known = true;
        }

        void write(JsonObject json) {
            if (known) json.addProperty(name, value);
        }
    }

    void add(TaskRecord<?> record) {
        var timing = record.timing();
        if (record.outcome() instanceof Outcome.Success<?>) successes++;
        else outcomes.merge(record.outcome().word(), 1, Integer::sum);
        run.add(timing.runNs());
        queue.add(timing.queueNs());
        serialize.add(timing.serializeNs());
        deserialize.add(timing.deserializeNs());
        sent.add(timing.bytesSent());
        received.add(timing.bytesReceived());
        cpu.add(timing.cpuNs());
        allocated.add(timing.allocatedBytes());
    }

    JsonObject json() {
        var json = new JsonObject();
        var counts = new JsonObject();
        if (successes > 0) counts.addProperty("success", successes);
        outcomes.forEach(counts::addProperty);
        json.add("outcomes", counts);
        for (var sum :
                new Sum[] {run, queue, serialize, deserialize, sent, received, cpu, allocated})
            sum.write(json);
        return json;
    }

    static boolean isFailure(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Success<?> _, Outcome.Cancelled<?> _ -> false;
            case Outcome.Failure<?> _, Outcome.TimedOut<?> _, Outcome.WorkerLost<?> _ -> true;
        };
    }
}
