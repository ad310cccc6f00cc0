package org.threadbook.kernel.client;

import static java.util.stream.Collectors.joining;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cell that was executed, as the client sees it.
 *
 * @param reply the execute reply's content
 * @param published what came on IOPub for it, up to idle
 */
public record Execution(JsonObject reply, List<ClientMessage> published) {
    /** ok, error or aborted. */
    public String status() {
        return reply.get("status").getAsString();
    }

    /** The n of In [n]. */
    public int count() {
        return reply.get("execution_count").getAsInt();
    }

    /** The types of what was published, in order. */
    public List<String> types() {
        return published.stream().map(ClientMessage::type).toList();
    }

    /** The result as text; fails if there is none. */
    public String result() {
        return resultData()
                .map(data -> data.get("text/plain").getAsString())
                .orElseThrow(() -> new AssertionError("The cell has no result: " + this));
    }

    /** The result by MIME type; empty if there is none. */
    public Optional<JsonObject> resultData() {
        return contents("execute_result").map(content -> content.getAsJsonObject("data")).findAny();
    }

    /** All that was printed to System.out. */
    public String stdout() {
        return stream("stdout");
    }

    /** All that was printed to System.err. */
    public String stderr() {
        return stream("stderr");
    }

    private String stream(String name) {
        return contents("stream")
                .filter(content -> content.get("name").getAsString().equals(name))
                .map(content -> content.get("text").getAsString())
                .collect(joining());
    }

    /** What was displayed, by MIME type, in order and after all updates. */
    public List<JsonObject> displays() {
        var shown = new LinkedHashMap<String, JsonObject>();
        for (var message : published) {
            if (!message.type().endsWith("display_data")) continue;
            var content = message.content();
            String key =
                    Optional.ofNullable(content.getAsJsonObject("transient"))
                            .map(fields -> fields.get("display_id"))
                            .map(JsonElement::getAsString)
                            .orElse("unnamed " + shown.size());
            shown.put(key, content.getAsJsonObject("data"));
        }
        return new ArrayList<>(shown.values());
    }

    /** All displays and the result as text, one after another. */
    public String shownText() {
        return Stream.concat(displays().stream(), resultData().stream())
                .map(data -> data.get("text/plain").getAsString())
                .collect(joining("\n"));
    }

    /** All displays and the result as HTML, one after another. */
    public String shownHtml() {
        return Stream.concat(displays().stream(), resultData().stream())
                .filter(data -> data.has("text/html"))
                .map(data -> data.get("text/html").getAsString())
                .collect(joining("\n"));
    }

    /** The error that ended the cell; fails if none did. */
    public ShownError error() {
        return contents("error")
                .map(ShownError::of)
                .findAny()
                .orElseThrow(() -> new AssertionError("The cell ended without error: " + this));
    }

    private Stream<JsonObject> contents(String type) {
        return published.stream()
                .filter(message -> message.type().equals(type))
                .map(ClientMessage::content);
    }

    @Override
    public String toString() {
        return published.stream()
                .filter(message -> !message.type().equals("status"))
                .map(message -> message.type() + " " + message.content())
                .collect(joining("\n  ", status() + "\n  ", ""));
    }
}
