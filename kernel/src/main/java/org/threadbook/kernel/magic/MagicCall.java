package org.threadbook.kernel.magic;

import org.threadbook.kernel.magic.reading.MistakeException;

import java.util.ArrayList;
import java.util.List;

/**
 * A magic line in its cell.
 *
 * @param line the line
 * @param cell the text of the cell
 */
record MagicCall(MagicLine line, String cell) {
    /**
     * @param value an argument or an option's value as picocli gave it
     * @return where it stands
     */
    Token place(String value) {
        for (var token : line.arguments()) {
            if (token.text().equals(value)) return token;
            if (token.text().endsWith(value) && token.text().startsWith("-"))
                return new Token(value, token.end() - value.length(), token.end());
        }
        return new Token(value, line.start(), line.start() + line.written().length());
    }

    /**
     * @param values arguments that belong together
     * @return all of them as one
     * @throws MistakeException if something else stands between them
     */
    Token place(List<String> values) {
        var places = places(values);
        int first = line.arguments().indexOf(places.getFirst());
        if (line.arguments().indexOf(places.getLast()) - first >= places.size())
            throw mistake(
                    values.getLast(),
                    line.written()
                            + " takes no "
                            + values.getLast()
                            + " there. Leave it out, or put it next to "
                            + values.getFirst()
                            + ".");
        int start = places.getFirst().start();
        int end = places.getLast().end();
        return new Token(cell.substring(start, end), start, end);
    }

    /**
     * @param values arguments in the order of the line
     * @return where each of them stands
     */
    List<Token> places(List<String> values) {
        var places = new ArrayList<Token>();
        for (var token : line.arguments())
            if (places.size() < values.size() && token.text().equals(values.get(places.size())))
                places.add(token);
        return places;
    }

    /**
     * @param word an argument
     * @param message the sentence to show
     * @return a mistake at the argument's place
     */
    MistakeException mistake(String word, String message) {
        var place = place(word);
        return new MistakeException(place.start(), place.end(), message);
    }
}
