package org.threadbook.kernel.magic;

import org.threadbook.kernel.session.Completion;

import java.util.ArrayList;
import java.util.List;

/**
 * Completes magic lines: names of magics, their options, and executors.
 *
 * @param catalogue all magics
 */
record MagicCompletion(Catalogue catalogue) {

    /**
     * @param line a magic line
     * @param cell the text of its cell
     * @param cursor an offset in the line, after its percent signs
     * @return what could stand there; nothing where Java stands, as in a pool's size
     */
    Completion complete(MagicLine line, String cell, int cursor) {
        int nameStart = line.start() + line.percents();
        if (cursor <= nameStart + line.name().length()) {
            return starting(names(line.percents()), cell, nameStart, cursor);
        }
        int start = cursor;
        while (start > nameStart && isWordPart(cell.charAt(start - 1))) start--;
        if (!catalogue.knows(line.name())) return none(cursor);
        var matches = new ArrayList<String>();
        if (cell.startsWith("-", start)) matches.addAll(catalogue.optionNames(line.name()));
        else if (catalogue.takesExecutors(line.name())) matches.addAll(ExecutorKind.names());
        return starting(matches, cell, start, cursor);
    }

    /**
     * @param cell the text of a cell up to the cursor
     * @param start where a percent sign stands
     * @param cursor where the name would be
     * @return the magics that there are
     */
    Completion completeName(String cell, int start, int cursor) {
        return cell.substring(start).matches("%%?")
                ? new Completion(names(cursor - start), cursor, cursor)
                : none(cursor);
    }

    /** Two percent signs take a cell. */
    private List<String> names(int percents) {
        return catalogue.names().stream()
                .filter(name -> percents == 1 || catalogue.takesCell(name))
                .toList();
    }

    private static Completion starting(
            List<String> candidates, String cell, int start, int cursor) {
        var typed = cell.substring(start, cursor);
        return new Completion(
                candidates.stream().filter(name -> name.startsWith(typed)).toList(), start, cursor);
    }

    private static Completion none(int cursor) {
        return new Completion(List.of(), cursor, cursor);
    }

    private static boolean isWordPart(char sign) {
        return Character.isLetterOrDigit(sign) || sign == '-';
    }
}
