package org.threadbook.kernel.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Messages as a broken or hostile client sends them; the same seed makes the same ones. */
final class LyingMessages {
    private static final List<String> TYPES =
            List.of(
                    "execute_request",
                    "kernel_info_request",
                    "complete_request",
                    "inspect_request",
                    "is_complete_request",
                    "history_request",
                    "comm_info_request",
                    "comm_open",
                    "comm_msg",
                    "comm_close",
                    "interrupt_request",
                    "shutdown_request",
                    "input_reply",
                    "input_request",
                    "execute_reply",
                    "status",
                    "stream",
                    "debug_request",
                    "unheard_of");

    private static final List<String> FIELDS =
            List.of(
                    "code",
                    "silent",
                    "store_history",
                    "user_expressions",
                    "allow_stdin",
                    "stop_on_error",
                    "cursor_pos",
                    "detail_level",
                    "hist_access_type",
                    "n",
                    "session",
                    "start",
                    "stop",
                    "pattern",
                    "unique",
                    "raw",
                    "output",
                    "comm_id",
                    "target_name",
                    "data",
                    "restart",
                    "value",
                    "prompt",
                    "password",
                    "status",
                    "msg_id",
                    "msg_type",
                    "username",
                    "date",
                    "version");

    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "false",
                    "0",
                    "-1",
                    "5",
                    "1.5",
                    "-2147483649",
                    "99999999999999999999999999",
                    "1e999",
                    "1e-999",
                    "-0",
                    "NaN",
                    "\"\"",
                    "\"count\"",
                    "\"nothing\"",
                    "\"fail\"",
                    "\"yes\"",
                    "\"12\"",
                    "\"\\ud800\"",
                    "\"\\udc00 \\ud835\\udd1f\"",
                    "\"\\u0000\\u001b[31m\\r\\n\\u2028\"",
                    "\"\u0000\"",
                    "\"\n\u001b[2J\"",
                    "\"𝄞𝄞\"",
                    "\"" + "x".repeat(5000) + "\"",
                    "[]",
                    "[null]",
                    "[[\"a\", \"count\"]]",
                    "[[[[[]]]]]",
                    "{}",
                    "{\"a\": \"count\"}",
                    "{\"a\": null}",
                    "{\"a\": {\"b\": []}}",
                    "{\"a\": 1, \"a\": 2}",
                    "[".repeat(20_000) + "]".repeat(20_000),
                    "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
                    "1".repeat(3000),
                    "tru",
                    "'single'",
                    "/* comment */ 1",
                    "");

    private final Random random;
    private final Mac mac;
    private final List<List<byte[]>> sent = new ArrayList<>();
    private int number;

    LyingMessages(long seed, String key) throws GeneralSecurityException {
        random = new Random(seed);
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
    }

    /** The frames of the next one. */
    List<byte[]> next() {
        if (chance(50) && !sent.isEmpty()) return sent.get(random.nextInt(sent.size()));
        var parts = new ArrayList<>(List.of(header(), content(), content(), content()));
        if (!chance(10)) parts.set(1, bytes("{}"));
        if (!chance(10)) parts.set(2, bytes("{}"));
        if (chance(8)) damage(parts);
        var frames = new ArrayList<>(List.of(bytes("<IDS|MSG>"), signature(parts)));
        frames.addAll(parts);
        if (chance(6)) lie(frames);
        if (sent.size() < 100) sent.add(frames);
        return frames;
    }

    /** A number of frames of no meaning. */
    List<byte[]> noise() {
        var frames = new ArrayList<byte[]>();
        int count = chance(200) ? 10_000 : 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) frames.add(junk(count > 100 ? 8 : 300));
        return frames;
    }

    /** Bytes of no meaning. */
    byte[] junk(int most) {
        var junk = new byte[random.nextInt(most)];
        random.nextBytes(junk);
        return junk;
    }

    /** Whether something happens that does so once in so many times. */
    boolean chance(int times) {
        return random.nextInt(times) == 0;
    }

    private byte[] header() {
        var json = new StringBuilder("{\"msg_type\": \"" + any(TYPES) + "\"");
        if (!chance(20))
            json.append(", \"msg_id\": \"").append(chance(20) ? 1 : number++).append('"');
        json.append(", \"session\": \"s\", \"username\": \"u\", \"version\": \"5.4\"");
        json.append(", \"date\": \"2026-11-24T12:00:00Z\"");
        if (chance(10)) json.append(", ").append(field());
        return bytes(json.append('}').toString());
    }

    private byte[] content() {
        var json = new StringBuilder("{");
        if (!chance(8)) {
            json.append("\"code\": \"count\", \"cursor_pos\": 2, \"detail_level\": 0,");
            json.append("\"comm_id\": \"7\", \"target_name\": \"t\", \"data\": {},");
            json.append("\"hist_access_type\": \"tail\", \"n\": 3, \"output\": false,");
            json.append("\"raw\": true, \"restart\": false, \"value\": \"late\"");
            if (chance(2)) json.append(", ").append(field());
        } else {
            json.append(field());
            for (int i = random.nextInt(4); i > 0; i--) json.append(", ").append(field());
        }
        return bytes(json.append('}').toString());
    }

    private String field() {
        return "\"" + any(FIELDS) + "\": " + any(VALUES);
    }

    /** Something that is no JSON object, or no UTF-8, though well signed. */
    private void damage(List<byte[]> parts) {
        int which = random.nextInt(parts.size());
        byte[] part = parts.get(which);
        switch (random.nextInt(6)) {
            case 0 -> parts.set(which, new byte[0]);
            case 1 -> parts.set(which, junk(200));
            case 2 -> parts.set(which, bytes(any(VALUES)));
            case 3 -> parts.set(which, Arrays.copyOf(part, random.nextInt(part.length)));
            case 4 -> parts.set(which, bytes("{} {}"));
            default -> {
                byte[] changed = part.clone();
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                parts.set(which, changed);
            }
        }
    }

    /** Frames that are missing, doubled, of another order, or signed by somebody else. */
    private void lie(List<byte[]> frames) {
        int which = random.nextInt(frames.size());
        switch (random.nextInt(7)) {
            case 0 -> frames.remove(which);
            case 1 -> frames.add(which, frames.get(which));
            case 2 -> Collections.swap(frames, which, random.nextInt(frames.size()));
            case 3 -> frames.set(1, bytes("0".repeat(64)));
            case 4 -> frames.set(1, junk(100));
            case 5 -> frames.addAll(0, noise());
            default -> frames.addAll(noise());
        }
    }

    private byte[] signature(List<byte[]> parts) {
        parts.forEach(mac::update);
        return bytes(HexFormat.of().formatHex(mac.doFinal()));
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
