package org.threadbook.kernel.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.List;

/** An error as the client shows it; colours are taken out of the traceback. */
public record ShownError(String name, String message, List<String> traceback) {
    static ShownError of(JsonObject content) {
        return new ShownError(
                content.get("ename").getAsString(),
                content.get("evalue").getAsString(),
                content.getAsJsonArray("traceback").asList().stream()
                        .map(JsonElement::getAsString)
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .toList());
    }

    /** All lines of the traceback. */
    public String text() {
        return String.join("\n", traceback);
    }
}
