package org.threadbook.kernel.magic.reading;

/**
 * Finds its way through Java source without parsing it: knows where comments, literals and words
 * end. Positions are offsets into the text. Immutable.
 *
 * @param text Java source, which may have errors
 * @param end where to stop reading
 */
public record JavaScanner(String text, int end) {

    /**
     * @param from any position outside comments and literals
     * @return the first position from there that is neither white space nor in a comment; {@code
     *     end} if there is none
     */
    public int skipBlank(int from) {
        int at = from;
        while (at < end) {
            if (Character.isWhitespace(text.charAt(at))) at++;
            else if (looksAt(at, "//")) at = lineEnd(at);
            else if (looksAt(at, "/*")) at = after("*/", at + 2);
            else return at;
        }
        return end;
    }

    /**
     * @param from a position that is not blank
     * @return where the word, number, literal or single sign that starts there ends
     */
    public int skipToken(int from) {
        if (looksAt(from, "\"\"\"")) return endOfLiteral(from + 3, "\"\"\"", true);
        char first = text.charAt(from);
        if (first == '"' || first == '\'')
            return endOfLiteral(from + 1, String.valueOf(first), false);
        if (!Character.isJavaIdentifierPart(first)) return from + 1;
        int at = from + 1;
        while (at < end && Character.isJavaIdentifierPart(text.charAt(at))) at++;
        return at;
    }

    /**
     * @param open the position of an opening bracket
     * @return the position after the bracket that closes it, whatever their kinds; {@code end} if
     *     it is never closed
     */
    public int skipBrackets(int open) {
        int depth = 0;
        int at = open;
        while (at < end) {
            depth += depthChange(text.charAt(at));
            at = skipToken(at);
            if (depth == 0) return at;
            at = skipBlank(at);
        }
        return end;
    }

    /**
     * @param from a position that is not blank
     * @return the word that starts there, empty if there is a sign
     */
    public String word(int from) {
        if (from >= end || !Character.isJavaIdentifierStart(text.charAt(from))) return "";
        return text.substring(from, skipToken(from));
    }

    /**
     * @param sign a character
     * @return 1 for an opening bracket, -1 for a closing one, else 0
     */
    public static int depthChange(char sign) {
        return switch (sign) {
            case '(', '[', '{' -> 1;
            case ')', ']', '}' -> -1;
            default -> 0;
        };
    }

    private int endOfLiteral(int from, String quote, boolean manyLines) {
        int at = from;
        while (at < end && (manyLines || text.charAt(at) != '\n')) {
            if (text.charAt(at) == '\\') at += 2;
            else if (looksAt(at, quote)) return at + quote.length();
            else at++;
        }
        return Math.min(at, end);
    }

    private int lineEnd(int from) {
        int found = text.indexOf('\n', from);
        return found < 0 || found > end ? end : found;
    }

    private int after(String what, int from) {
        int found = text.indexOf(what, from);
        return found < 0 || found + what.length() > end ? end : found + what.length();
    }

    private boolean looksAt(int at, String what) {
        return at + what.length() <= end && text.startsWith(what, at);
    }
}
