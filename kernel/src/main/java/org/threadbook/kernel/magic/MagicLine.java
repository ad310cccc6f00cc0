package org.threadbook.kernel.magic;

import org.threadbook.kernel.magic.reading.JavaScanner;
import org.threadbook.kernel.magic.reading.MistakeException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line that starts with a percent sign, taken apart: {@code %%threadpool 2*cores --rounds 3}.
 * Words are separated by white space or commas outside brackets and quotes. A Java comment may
 * follow, and in {@code %threadpool 5 -- for (…) …} the cell's body.
 *
 * @param percents how many percent signs it has: 1 or 2
 * @param name the magic's name, without the signs
 * @param question whether a question mark follows the name, which asks for help
 * @param arguments the words after the name
 * @param start offset of the first percent sign in the cell
 * @param bodyStart offset in the cell where the body starts: after the line, or after {@code --}
 */
record MagicLine(
        int percents,
        String name,
        boolean question,
        List<Token> arguments,
        int start,
        int bodyStart) {

    private static final String BODY_FOLLOWS = "--";

    /**
     * @param cell the text of a cell
     * @return the magic line that it starts with, comments aside
     */
    static Optional<MagicLine> first(String cell) {
        return at(cell, new JavaScanner(cell, cell.length()).skipBlank(0));
    }

    /**
     * @param cell the text of a cell
     * @param start any offset
     * @return the magic line that starts there, if one does
     * @throws MistakeException if a bracket or quote in it is not closed
     */
    static Optional<MagicLine> at(String cell, int start) {
        int at = start;
        while (at < cell.length() && cell.charAt(at) == '%') at++;
        int percents = at - start;
        int nameStart = at;
        while (at < cell.length() && isNamePart(cell.charAt(at))) at++;
        if (percents < 1 || percents > 2 || at == nameStart) return Optional.empty();
        var name = cell.substring(nameStart, at);
        boolean question = at < cell.length() && cell.charAt(at) == '?';
        if (question) at++;
        return Optional.of(new Words(cell, at).read(percents, name, question, start));
    }

    /**
     * @return the name with its percent signs, as it was written
     */
    String written() {
        return "%".repeat(percents) + name;
    }

    private static boolean isNamePart(char sign) {
        return Character.isLetterOrDigit(sign) || sign == '_' || sign == '-';
    }

    /** Reads the words of one line. */
    private static final class Words {
        private final String cell;
        private final int lineEnd;
        private final List<Token> words = new ArrayList<>();
        private int at;

        Words(String cell, int from) {
            this.cell = cell;
            this.at = from;
            int end = cell.indexOf('\n', from);
            this.lineEnd = end < 0 ? cell.length() : end;
        }

        MagicLine read(int percents, String name, boolean question, int start) {
            int bodyStart = Math.min(lineEnd + 1, cell.length());
            while (skipSeparators() < lineEnd) {
                if (cell.startsWith("//", at)) break;
                var word = word();
                if (word.text().equals(BODY_FOLLOWS)) {
                    bodyStart = at;
                    break;
                }
                words.add(word);
            }
            return new MagicLine(percents, name, question, List.copyOf(words), start, bodyStart);
        }

        private int skipSeparators() {
            while (at < lineEnd && isSeparator(cell.charAt(at))) at++;
            return at;
        }

        private Token word() {
            int start = at;
            var scanner = new JavaScanner(cell, lineEnd);
            while (at < lineEnd && (!isSeparator(cell.charAt(at)) || bracketFollowsName(start))) {
                char sign = cell.charAt(at);
                if (sign == '(') at = closed(at, scanner.skipBrackets(at), ')');
                else if (sign == '"') at = closed(at, scanner.skipToken(at), '"');
                else at++;
            }
            var text = cell.substring(start, at);
            boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
            return new Token(quoted ? text.substring(1, text.length() - 1) : text, start, at);
        }

        /** As in {@code threadpool (5)}. */
        private boolean bracketFollowsName(int start) {
            int next = at;
            while (next < lineEnd && cell.charAt(next) == ' ') next++;
            return next > at
                    && next < lineEnd
                    && cell.charAt(next) == '('
                    && cell.substring(start, at).strip().matches("[a-z]+");
        }

        private int closed(int start, int end, char closing) {
            if (end > start + 1 && cell.charAt(end - 1) == closing) return end;
            throw new MistakeException(
                    start,
                    lineEnd,
                    cell.charAt(start)
                            + " is never closed in the magic line: add "
                            + closing
                            + ".");
        }

        private static boolean isSeparator(char sign) {
            return sign == ' ' || sign == '\t' || sign == ',' || sign == '\r';
        }
    }
}
