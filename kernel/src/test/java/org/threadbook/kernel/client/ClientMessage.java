package org.threadbook.kernel.client;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.util.List;

/** A message as a client gets it. */
public record ClientMessage(JsonObject header, JsonObject parent, JsonObject content) {
    static ClientMessage of(List<String> frames) {
        int delimiter = frames.indexOf("<IDS|MSG>");
        return new ClientMessage(
                json(frames.get(delimiter + 2)),
                json(frames.get(delimiter + 3)),
                json(frames.get(delimiter + 5)));
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    public String type() {
        return header.get("msg_type").getAsString();
    }

    /** The id of the request that caused it; empty if none did. */
    public String parentId() {
        return parent.has("msg_id") ? parent.get("msg_id").getAsString() : "";
    }

    /** A text field of the content. */
    public String text(String field) {
        return content.get(field).getAsString();
    }

    boolean isIdleAfter(String request) {
        return type().equals("status")
                && parentId().equals(request)
                && text("execution_state").equals("idle");
    }
}
