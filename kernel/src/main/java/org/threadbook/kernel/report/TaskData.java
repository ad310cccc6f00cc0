package org.threadbook.kernel.report;

import com.google.gson.JsonObject;

import org.threadbook.experiment.TaskRecord;

import java.util.OptionalLong;

/** A task as JSON; what is unknown is absent. */
final class TaskData {
    private static final int LONGEST_TEXT = 200;

    private TaskData() {}

    static JsonObject of(TaskRecord<?> record) {
        var json = new JsonObject();
        var timing = record.timing();
        json.addProperty("index", record.index());
        json.addProperty("item", CleanText.line(record.item()));
        if (!record.worker().isEmpty())
            json.addProperty("worker", CleanText.line(record.worker(), LONGEST_TEXT));
        json.addProperty("attempt", record.attempt());
        json.addProperty("outcome", record.outcome().word());
        json.addProperty("submittedNs", timing.submittedNs());
        add(json, "sentNs", timing.sentNs());
        add(json, "startedNs", timing.startedNs());
        add(json, "endedNs", timing.endedNs());
        add(json, "receivedNs", timing.receivedNs());
        add(json, "serializeNs", timing.serializeNs());
        add(json, "deserializeNs", timing.deserializeNs());
        add(json, "bytesSent", timing.bytesSent());
        add(json, "bytesReceived", timing.bytesReceived());
        add(json, "cpuNs", timing.cpuNs());
        add(json, "allocatedBytes", timing.allocatedBytes());
        TaskError.of(record.outcome()).ifPresent(error -> json.add("error", of(error)));
        return json;
    }

    private static JsonObject of(TaskError error) {
        var json = new JsonObject();
        error.type().ifPresent(type -> json.addProperty("class", type.getName()));
        if (!error.message().isEmpty())
            json.addProperty("message", CleanText.line(error.message(), LONGEST_TEXT));
        return json;
    }

    private static void add(JsonObject json, String name, OptionalLong value) {
        if (value.isPresent()) json.addProperty(name, value.getAsLong());
    }
}
