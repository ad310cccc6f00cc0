package org.threadbook.kernel.display;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing to show in the representations that a frontend can choose from. Immutable.
 *
 * @param data by MIME type: a string, or for JSON types anything that Gson makes JSON of
 */
public record MimeBundle(Map<String, Object> data) {
    public MimeBundle {
        data = new LinkedHashMap<>(data);
    }

    /**
     * @param text the text
     * @return a bundle of plain text alone
     */
    public static MimeBundle text(String text) {
        return new MimeBundle(Map.of("text/plain", text));
    }
}
