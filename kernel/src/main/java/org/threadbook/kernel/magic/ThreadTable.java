package org.threadbook.kernel.magic;

import org.threadbook.kernel.display.MimeBundle;
import org.threadbook.kernel.report.Grid;
import org.threadbook.kernel.report.Grid.Column;
import org.threadbook.kernel.report.Grid.Entry;
import org.threadbook.kernel.report.Overview;
import org.threadbook.kernel.session.CellThread;
import org.threadbook.kernel.session.ThreadEntry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** The table of {@code %threads}. */
final class ThreadTable {
    private static final int MOST_ROWS = 50;

    private static final List<Column> COLUMNS =
            List.of(
                    Column.ofText("thread", "Its name."),
                    Column.ofText("kind", "What kind of thread it is."),
                    Column.ofNumbers("cell", "The cell that started it, or whose task it runs."),
                    Column.ofText("state", "As java.lang.Thread.State names it."),
                    Column.ofNumbers("CPU", "Processor time it has used so far."),
                    Column.ofText("where", "The line of a cell where it stands."),
                    Column.ofText("waits for", "What it waits for, and who holds that."));

    private ThreadTable() {}

    /** Virtual threads that differ in nothing but what they work on share a row. */
    private record Alike(int cell, Thread.State state, String where) {}

    /**
     * @param threads all threads
     * @return those that a person should look at first, at the top
     */
    static MimeBundle of(List<ThreadEntry> threads) {
        var rows = new ArrayList<List<Entry>>();
        threads.stream()
                .filter(each -> !each.of().thread().isVirtual())
                .sorted(Comparator.comparingInt(ThreadTable::interest))
                .limit(MOST_ROWS)
                .map(ThreadTable::row)
                .forEach(rows::add);
        var alike = new LinkedHashMap<Alike, List<ThreadEntry>>();
        for (var each : threads) {
            if (!each.of().thread().isVirtual()) continue;
            var key = new Alike(each.of().cell(), each.state(), where(each.of()));
            alike.computeIfAbsent(key, _ -> new ArrayList<>()).add(each);
        }
        alike.values().stream()
                .limit(MOST_ROWS)
                .map(group -> group.size() == 1 ? row(group.getFirst()) : row(group))
                .forEach(rows::add);
        return Overview.of(headline(threads), new Grid(COLUMNS, rows), notes(threads));
    }

    private static int interest(ThreadEntry thread) {
        if (thread.leftBehind()) return 0;
        return switch (thread.state()) {
            case BLOCKED -> 1;
            case RUNNABLE -> 2;
            default -> thread.of().runsCode() ? 3 : 4;
        };
    }

    private static String headline(List<ThreadEntry> threads) {
        if (threads.isEmpty()) return "No thread that a cell has started is alive.";
        long virtual = threads.stream().filter(each -> each.of().thread().isVirtual()).count();
        long platform = threads.size() - virtual;
        long cells = threads.stream().map(each -> each.of().cell()).distinct().count();
        var kinds = new ArrayList<String>();
        if (platform > 0) kinds.add(Overview.count(platform, "platform thread"));
        if (virtual > 0) kinds.add(Overview.count(virtual, "virtual thread"));
        return String.join(" and ", kinds) + " of " + Overview.count(cells, "cell") + ".";
    }

    private static List<String> notes(List<ThreadEntry> threads) {
        var notes = new ArrayList<String>();
        long platform = threads.stream().filter(each -> !each.of().thread().isVirtual()).count();
        if (platform > MOST_ROWS)
            notes.add(
                    MOST_ROWS
                            + " of "
                            + Overview.count(platform, "platform thread")
                            + " are shown.");
        if (threads.stream().anyMatch(ThreadEntry::leftBehind))
            notes.add("A thread left behind was told to stop and ends when it can.");
        if (WaitGraph.of(threads).hasCycle())
            notes.add("There is a deadlock: %threads --deadlocks draws it.");
        return notes;
    }

    private static List<Entry> row(ThreadEntry thread) {
        return List.of(
                new Entry(
                        Overview.clean(thread.name()),
                        thread.leftBehind() ? "left behind" : "",
                        thread.leftBehind()),
                Entry.of(kind(thread.of())),
                Entry.of("[" + thread.of().cell() + "]"),
                Entry.of(thread.state().toString(), thread.state() == Thread.State.BLOCKED),
                Entry.of(thread.cpu().map(Overview::time).orElse("")),
                Entry.of(where(thread.of())),
                new Entry(
                        thread.waitsFor().map(Overview::clean).orElse(""),
                        thread.holder()
                                .map(
                                        holder ->
                                                "held by "
                                                        + Overview.clean(
                                                                ThreadEntry.nameOf(holder)))
                                .orElse(""),
                        false));
    }

    private static List<Entry> row(List<ThreadEntry> alike) {
        var first = alike.getFirst();
        return List.of(
                Entry.of(Overview.count(alike.size(), "thread")),
                Entry.of("virtual"),
                Entry.of("[" + first.of().cell() + "]"),
                Entry.of(first.state().toString()),
                Entry.UNKNOWN,
                Entry.of(where(first.of())),
                Entry.UNKNOWN);
    }

    private static String kind(CellThread thread) {
        if (thread.thread().isVirtual()) return "virtual";
        if (thread.isPoolWorker()) return thread.runsCode() ? "pool worker" : "pool worker, idle";
        return thread.thread().isDaemon() ? "platform, daemon" : "platform";
    }

    /**
     * @return such as {@code cell [4]:7}; empty if it stands in no code of a cell
     */
    static String where(CellThread thread) {
        return thread.userFrame()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
    }
}
