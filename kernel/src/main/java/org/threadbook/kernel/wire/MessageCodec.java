package org.threadbook.kernel.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import org.dflib.jjava.jupyter.kernel.ExpressionValue;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.history.HistoryEntry;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.adapters.ExpressionValueAdapter;
import org.dflib.jjava.jupyter.messages.adapters.HeaderAdapter;
import org.dflib.jjava.jupyter.messages.adapters.HistoryEntryAdapter;
import org.dflib.jjava.jupyter.messages.adapters.HistoryRequestAdapter;
import org.dflib.jjava.jupyter.messages.adapters.KernelTimestampAdapter;
import org.dflib.jjava.jupyter.messages.adapters.MessageTypeAdapter;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.dflib.jjava.jupyter.messages.request.IsCompleteRequest;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Messages to frames and back (Jupyter messaging, "The wire protocol"): identities, the delimiter,
 * the signature, then header, parent header, metadata and content as JSON. Thread-safe.
 */
final class MessageCodec {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(US_ASCII);
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(US_ASCII);
    private static final int SIGNATURES_REMEMBERED = 4096;
    private static final int SMALL_MESSAGE_BYTES = 256;
    private static final String USER = "kernel";

    /** A header is repeated in all that a request causes. */
    private static final int MOST_HEADER_BYTES = 64 << 10;

    private final Gson gson =
            new GsonBuilder()
                    .disableHtmlEscaping()
                    .registerTypeAdapter(KernelTimestamp.class, KernelTimestampAdapter.INSTANCE)
                    .registerTypeAdapter(Header.class, HeaderAdapter.INSTANCE)
                    .registerTypeAdapter(MessageType.class, MessageTypeAdapter.INSTANCE)
                    .registerTypeAdapter(HistoryRequest.class, HistoryRequestAdapter.INSTANCE)
                    .registerTypeAdapter(HistoryEntry.class, HistoryEntryAdapter.INSTANCE)
                    .registerTypeAdapter(ExpressionValue.class, ExpressionValueAdapter.INSTANCE)
                    .create();
    private final String session = UUID.randomUUID().toString();
    private final HMACGenerator signer;
    private final boolean signed;

    /** Signatures seen lately, so that a recorded message cannot be sent again. Guards itself. */
    private final Map<String, Boolean> seen =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > SIGNATURES_REMEMBERED;
                }
            };

    /**
     * @param properties whose key and scheme sign messages; without a key nothing is signed
     * @throws IllegalArgumentException if the scheme is not known here
     */
    MessageCodec(KernelConnectionProperties properties) {
        signed = ConnectionFile.hasKey(properties);
        try {
            signer =
                    signed
                            ? new HMACGenerator(
                                    properties.getSignatureScheme(), properties.getKey())
                            : HMACGenerator.NO_AUTH_INSTANCE;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "unknown signature_scheme " + properties.getSignatureScheme(), e);
        }
    }

    /**
     * @param frames the frames of one message
     * @return the request
     * @throws UnreadableMessageException if they are none
     */
    Request decode(List<byte[]> frames) throws UnreadableMessageException {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        // The delimiter, the signature and four parts of JSON; what follows are raw buffers.
        if (frames.size() < delimiter + 6) {
            throw new UnreadableMessageException(
                    frames.size() + " frames are too few for a message");
        }
        var parts = frames.subList(delimiter + 2, delimiter + 6);
        checkSignature(frames.get(delimiter + 1), parts);
        try {
            checkSize(parts.get(0), "header", MOST_HEADER_BYTES);
            checkSize(parts.get(1), "parent header", MOST_HEADER_BYTES);
            checkSize(parts.get(2), "metadata", Oversized.MOST_BYTES);
            var header = header(object(parts.get(0), "header"));
            var parent = object(parts.get(1), "parent header");
            skim(parts.get(2), "metadata");
            return new Request(
                    List.copyOf(frames.subList(0, delimiter)),
                    header,
                    parts.get(0),
                    text(parent, "msg_id"),
                    content(header.getType(), parts.get(3)));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | NullPointerException e) {
            // What Gson and the library's adapters throw where JSON has another shape.
            throw new UnreadableMessageException("a field is missing or malformed: " + e, e);
        }
    }

    private void checkSignature(byte[] signature, List<byte[]> parts)
            throws UnreadableMessageException {
        if (!signed) return;
        String expected = signer.calculateSignature(parts.toArray(byte[][]::new));
        if (!MessageDigest.isEqual(expected.getBytes(US_ASCII), signature)) {
            throw new UnreadableMessageException("its signature is wrong");
        }
        synchronized (seen) {
            if (seen.put(expected, true) != null) {
                throw new UnreadableMessageException("it was received before");
            }
        }
    }

    private static void checkSize(byte[] part, String name, int most)
            throws UnreadableMessageException {
        if (part.length > most) {
            throw new UnreadableMessageException(
                    "its %s has %,d bytes".formatted(name, part.length));
        }
    }

    private static Header<?> header(JsonObject header) throws UnreadableMessageException {
        String typeName = header.get("msg_type").getAsString();
        var type = MessageType.getType(typeName);
        if (type == MessageType.UNKNOWN) {
            throw new UnreadableMessageException("its type '" + typeName + "' is unknown");
        }
        return new Header<>(
                header.get("msg_id").getAsString(),
                text(header, "username"),
                text(header, "session"),
                new KernelTimestamp(text(header, "date")),
                type,
                text(header, "version"));
    }

    private static String text(JsonObject object, String field) {
        var value = object.get(field);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }

    private Object content(MessageType<?> type, byte[] part) throws UnreadableMessageException {
        if (part.length > Oversized.MOST_BYTES) return new Oversized(part.length);
        var json = object(part, "content");
        if (type == MessageType.EXECUTE_REQUEST) addDefaults(json);
        Object content = gson.fromJson(json, type.getContentType());
        checkFields(content);
        return content;
    }

    /** What Gson leaves null where a field is missing. */
    private static void checkFields(Object content) throws UnreadableMessageException {
        switch (content) {
            case ExecuteRequest execute -> {
                require(execute.getCode(), "code");
                if (execute.getUserExpr() != null) {
                    for (var each : execute.getUserExpr().values()) require(each, "expression");
                }
            }
            case CompleteRequest complete -> require(complete.getCode(), "code");
            case InspectRequest inspect -> require(inspect.getCode(), "code");
            case IsCompleteRequest isComplete -> require(isComplete.getCode(), "code");
            case CommOpenCommand open -> require(open.getCommID(), "comm_id");
            case InputReply answer -> require(answer.getValue(), "value");
            default -> {}
        }
    }

    private static void require(@Nullable Object field, String name)
            throws UnreadableMessageException {
        if (field == null) throw new UnreadableMessageException("it has no " + name);
    }

    /** Absent means true for these, and Gson would make it false. */
    private static void addDefaults(JsonObject execute) {
        boolean silent = execute.has("silent") && execute.get("silent").getAsBoolean();
        if (!execute.has("store_history")) execute.addProperty("store_history", !silent);
        if (!execute.has("allow_stdin")) execute.addProperty("allow_stdin", true);
        if (!execute.has("stop_on_error")) execute.addProperty("stop_on_error", true);
    }

    private JsonObject object(byte[] json, String part) throws UnreadableMessageException {
        return read(json, part, gson.getAdapter(JsonObject.class)::read);
    }

    /** Checks what nobody will look at, without making objects of it. */
    private static void skim(byte[] json, String part) throws UnreadableMessageException {
        read(
                json,
                part,
                reader -> {
                    reader.skipValue();
                    return part;
                });
    }

    private interface Reading<T> {
        T from(JsonReader reader) throws IOException;
    }

    private static <T> T read(byte[] json, String part, Reading<T> reading)
            throws UnreadableMessageException {
        try {
            var reader =
                    new JsonReader(
                            new StringReader(
                                    UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString()));
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() == JsonToken.BEGIN_OBJECT) {
                var read = reading.from(reader);
                if (reader.peek() == JsonToken.END_DOCUMENT) return read;
            }
            throw new UnreadableMessageException("its " + part + " is no JSON object");
        } catch (CharacterCodingException e) {
            throw new UnreadableMessageException("its " + part + " is not UTF-8", e);
        } catch (IOException | JsonParseException e) {
            throw new UnreadableMessageException("its " + part + " is not JSON", e);
        }
    }

    /**
     * @param identities the routing frames, or the topic of a published message
     * @param type the message's type
     * @param parentHeader the header of the request that caused it, as JSON; empty if none did
     * @param content a message of the base library or a JSON object
     * @return its frames
     */
    List<byte[]> encode(
            List<byte[]> identities, MessageType<?> type, byte[] parentHeader, Object content) {
        return encode(identities, newHeader(type), parentHeader, content);
    }

    /** The same with a header that the caller knows. */
    List<byte[]> encode(
            List<byte[]> identities, Header<?> newHeader, byte[] parentHeader, Object content) {
        byte[] header = bytes(newHeader);
        byte[] parent = parentHeader.length == 0 ? EMPTY_OBJECT : parentHeader;
        byte[] body = bytes(content);
        var frames = new ArrayList<>(identities);
        frames.add(DELIMITER);
        frames.add(
                signer.calculateSignature(header, parent, EMPTY_OBJECT, body).getBytes(US_ASCII));
        frames.addAll(List.of(header, parent, EMPTY_OBJECT, body));
        return frames;
    }

    /**
     * @param content a reply of the base library or a JSON object
     * @return it with the status that every reply must have and the library's mostly lack
     */
    JsonObject reply(Object content) {
        var json = gson.toJsonTree(content).getAsJsonObject();
        boolean hasOwnStatus = json.has("status") && !(content instanceof ErrorReply);
        if (!hasOwnStatus) {
            json.addProperty("status", content instanceof ErrorReply ? "error" : "ok");
        }
        return json;
    }

    /**
     * @param value what Gson can make JSON of
     * @return that
     */
    JsonElement json(Object value) {
        return gson.toJsonTree(value);
    }

    /**
     * @param type the type of a message to be sent
     * @return a header for it
     */
    Header<?> newHeader(MessageType<?> type) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        return new Header<>(
                UUID.randomUUID().toString(),
                USER,
                session,
                new KernelTimestamp(now),
                type,
                KernelConnection.PROTOCOL_VERSION);
    }

    private byte[] bytes(Object content) {
        var json = new Utf8Writer(expectedBytes(content));
        gson.toJson(content, json);
        return json.bytes();
    }

    /** Prints are the bulk of what is sent: text and an escape per line. */
    private static int expectedBytes(Object content) {
        int text = content instanceof PublishStream stream ? stream.getText().length() : 0;
        return SMALL_MESSAGE_BYTES + text + text / 8;
    }
}
