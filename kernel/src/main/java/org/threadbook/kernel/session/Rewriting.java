package org.threadbook.kernel.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to a stretch of source, collected in any order. Owned by one thread. */
public final class Rewriting {
    private record Change(int start, int end, String text) {}

    private final List<Change> changes = new ArrayList<>();

    /**
     * @param at offset in the whole source
     * @param text what to put there; after what was put there before
     * @return this
     */
    public Rewriting insert(int at, String text) {
        return replace(at, at, text);
    }

    /**
     * @param start offset in the whole source of what is to be replaced
     * @param end offset after it
     * @param text what to put there
     * @return this
     */
    public Rewriting replace(int start, int end, String text) {
        changes.add(new Change(start, end, text));
        return this;
    }

    /**
     * @return whether there is nothing to change
     */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * @param source the whole source
     * @param start offset of the stretch
     * @param end offset after it
     * @return the stretch with the changes made
     */
    public SourceText applyTo(SourceText source, int start, int end) {
        var inOrder = new ArrayList<>(changes);
        inOrder.sort(Comparator.comparingInt(Change::start).thenComparingInt(Change::end));
        var changed = source.slice(start, end);
        for (var change : inOrder.reversed())
            changed = changed.replace(change.start() - start, change.end() - start, change.text());
        return changed;
    }
}
