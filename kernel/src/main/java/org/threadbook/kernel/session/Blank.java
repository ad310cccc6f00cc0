package org.threadbook.kernel.session;

/** White space and comments. */
final class Blank {
    private Blank() {}

    /**
     * @param text Java source
     * @param from an offset outside comments and literals
     * @return the first offset from there that is neither white space nor in a comment; the text's
     *     length if there is none
     */
    static int skip(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) at++;
            else if (text.startsWith("//", at)) at = after(text, "\n", at);
            else if (text.startsWith("/*", at)) at = after(text, "*/", at + 2);
            else return at;
        }
        return at;
    }

    private static int after(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }
}
