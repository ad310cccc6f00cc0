package org.threadbook.kernel.magic.reading;

import org.threadbook.kernel.session.SourceText;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to a stretch of a cell, collected in any order. Owned by one thread. */
final class Rewriting {
    private record Change(int start, int end, String text) {}

    private final List<Change> changes = new ArrayList<>();

    /**
     * @param at offset in the cell
     * @param text what to put there; after what was put there before
     */
    Rewriting insert(int at, String text) {
        return replace(at, at, text);
    }

    Rewriting replace(int start, int end, String text) {
        changes.add(new Change(start, end, text));
        return this;
    }

    /**
     * @param cell the whole cell
     * @param start offset of the stretch
     * @param end offset after it
     * @return the stretch with the changes made
     */
    SourceText applyTo(SourceText cell, int start, int end) {
        var inOrder = new ArrayList<>(changes);
        inOrder.sort(Comparator.comparingInt(Change::start).thenComparingInt(Change::end));
        var changed = cell.slice(start, end);
        for (var change : inOrder.reversed())
            changed = changed.replace(change.start() - start, change.end() - start, change.text());
        return changed;
    }
}
