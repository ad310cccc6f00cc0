package org.threadbook.kernel.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Java source of which each character knows where in its cell it comes from, so that errors in
 * rewritten code are shown where the user wrote it. Immutable.
 */
public final class SourceText {
    /**
     * @param cellOffset where in the cell the piece starts, or for generated text where in the cell
     *     it stands for something
     */
    private record Piece(String text, int cellOffset, boolean generated) {
        Piece slice(int from, int to) {
            return new Piece(
                    text.substring(from, to),
                    generated ? cellOffset : cellOffset + from,
                    generated);
        }
    }

    private final String cell;

    /** Where the lines of the cell start. */
    private final int[] lineStarts;

    private final List<Piece> pieces;
    private final String text;

    private SourceText(String cell, int[] lineStarts, List<Piece> pieces) {
        this.cell = cell;
        this.lineStarts = lineStarts;
        this.pieces = List.copyOf(pieces);
        var all = new StringBuilder();
        pieces.forEach(piece -> all.append(piece.text()));
        this.text = all.toString();
    }

    /**
     * @param cell the whole text of a cell
     * @return the same as source text
     */
    public static SourceText ofCell(String cell) {
        return new SourceText(cell, lineStarts(cell), List.of(new Piece(cell, 0, false)));
    }

    private static int[] lineStarts(String text) {
        return IntStream.range(0, text.length() + 1)
                .filter(at -> at == 0 || text.charAt(at - 1) == '\n')
                .toArray();
    }

    /**
     * @return the Java source
     */
    public String text() {
        return text;
    }

    /**
     * @return the whole text of the cell that this is a part of
     */
    public String cell() {
        return cell;
    }

    /**
     * @param offset an offset into {@link #text}, up to its length
     * @return the line of the cell, from 1
     */
    public int cellLine(int offset) {
        int found = Arrays.binarySearch(lineStarts, Math.min(cellOffset(offset), cell.length()));
        return found >= 0 ? found + 1 : -found - 1;
    }

    /**
     * @param offset an offset into {@link #text}, up to its length
     * @return the offset in the cell; for generated text that of what it stands for
     */
    public int cellOffset(int offset) {
        int start = 0;
        for (var piece : pieces) {
            int end = start + piece.text().length();
            if (offset < end) {
                return piece.generated() ? piece.cellOffset() : piece.cellOffset() + offset - start;
            }
            start = end;
        }
        if (pieces.isEmpty()) return 0;
        var last = pieces.getLast();
        return last.generated() ? last.cellOffset() : last.cellOffset() + last.text().length();
    }

    /**
     * @param from offset of the first character
     * @param to offset after the last character
     * @return that part
     */
    public SourceText slice(int from, int to) {
        var kept = new ArrayList<Piece>();
        int start = 0;
        for (var piece : pieces) {
            int end = start + piece.text().length();
            int first = Math.max(from, start);
            int last = Math.min(to, end);
            if (first < last) kept.add(piece.slice(first - start, last - start));
            start = end;
        }
        return new SourceText(cell, lineStarts, kept);
    }

    /**
     * @param from offset of the first character to replace
     * @param to offset after the last one; equal to {@code from} to insert
     * @param generated the text to put there; errors in it are shown at {@code from}
     * @return the changed source
     */
    public SourceText replace(int from, int to, String generated) {
        var changed = new ArrayList<Piece>(slice(0, from).pieces);
        changed.add(new Piece(generated, cellOffset(from), true));
        changed.addAll(slice(to, text.length()).pieces);
        return new SourceText(cell, lineStarts, changed);
    }

    /**
     * @param parts parts of one cell
     * @return all of them, one after the other
     */
    static SourceText joined(List<SourceText> parts) {
        var pieces = parts.stream().flatMap(part -> part.pieces.stream()).toList();
        return new SourceText(parts.getFirst().cell, parts.getFirst().lineStarts, pieces);
    }

    /**
     * @param next source to follow this one
     * @return both
     */
    public SourceText plus(SourceText next) {
        var both = new ArrayList<>(pieces);
        both.addAll(next.pieces);
        return new SourceText(cell, lineStarts, both);
    }
}
