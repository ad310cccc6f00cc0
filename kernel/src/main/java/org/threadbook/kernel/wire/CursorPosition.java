package org.threadbook.kernel.wire;

/** Positions in code: the protocol counts code points (since 5.2), Java counts UTF-16 units. */
final class CursorPosition {
    private CursorPosition() {}

    /**
     * @param code the code
     * @param codePoints how many code points stand before the position; more than there are, or
     *     less than none, count as the end and the start
     * @return how many chars stand before it
     */
    static int toIndex(String code, int codePoints) {
        int inside = Math.clamp(codePoints, 0, code.codePointCount(0, code.length()));
        return code.offsetByCodePoints(0, inside);
    }

    /**
     * @param code the code
     * @param index how many chars stand before the position
     * @return how many code points stand before it
     */
    static int toCodePoints(String code, int index) {
        return code.codePointCount(0, Math.clamp(index, 0, code.length()));
    }
}
