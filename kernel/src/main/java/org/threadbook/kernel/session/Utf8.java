package org.threadbook.kernel.session;

/** The lengths of UTF-8 sequences (RFC 3629). */
final class Utf8 {
    private Utf8() {}

    /**
     * @param bytes UTF-8
     * @param from the first byte
     * @param length how many
     * @return how many bytes at the end begin a character that goes on after them
     */
    static int unfinished(byte[] bytes, int from, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int lead = bytes[from + length - back] & 0xff;
            if ((lead & 0xc0) == 0x80) continue;
            return back < sequence(lead) ? back : 0;
        }
        return 0;
    }

    private static int sequence(int lead) {
        if (lead >= 0xf0 && lead < 0xf8) return 4;
        if (lead >= 0xe0 && lead < 0xf0) return 3;
        if (lead >= 0xc2 && lead < 0xe0) return 2;
        return 1;
    }
}
