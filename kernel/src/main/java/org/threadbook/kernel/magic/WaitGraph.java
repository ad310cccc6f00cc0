package org.threadbook.kernel.magic;

import org.threadbook.kernel.display.MimeBundle;
import org.threadbook.kernel.session.ThreadEntry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who waits for whom: an arrow from each thread that waits for a lock, or for another thread's end,
 * to the thread that holds it. A cycle of such arrows is a deadlock (Coffman 1971: circular wait).
 */
final class WaitGraph {
    private static final String MERMAID = "text/vnd.mermaid";
    private static final int MOST_ARROWS = 50;

    private final Map<Thread, ThreadEntry> waiting;
    private final List<List<ThreadEntry>> cycles;

    private WaitGraph(Map<Thread, ThreadEntry> waiting, List<List<ThreadEntry>> cycles) {
        this.waiting = waiting;
        this.cycles = cycles;
    }

    static WaitGraph of(List<ThreadEntry> threads) {
        var waiting = new LinkedHashMap<Thread, ThreadEntry>();
        for (var each : threads)
            if (each.holder().isPresent()) waiting.put(each.of().thread(), each);
        return new WaitGraph(waiting, cycles(waiting));
    }

    /** Each thread waits for one other at most, so following the arrows finds all cycles. */
    private static List<List<ThreadEntry>> cycles(Map<Thread, ThreadEntry> waiting) {
        var cycles = new ArrayList<List<ThreadEntry>>();
        var done = new HashSet<Thread>();
        for (var start : waiting.keySet()) {
            var path = new ArrayList<Thread>();
            Optional<Thread> at = Optional.of(start);
            while (at.isPresent() && waiting.containsKey(at.get()) && done.add(at.get())) {
                path.add(at.get());
                at = waiting.get(at.get()).holder();
            }
            int closes = at.map(path::indexOf).orElse(-1);
            if (closes >= 0)
                cycles.add(path.subList(closes, path.size()).stream().map(waiting::get).toList());
        }
        return cycles;
    }

    boolean hasCycle() {
        return !cycles.isEmpty();
    }

    /**
     * @return a drawing: for those that draw Mermaid, as JupyterLab does, and as text
     */
    MimeBundle bundle() {
        if (waiting.isEmpty())
            return MimeBundle.text(
                    "No deadlock: no thread of a cell waits for a lock, or an end, of another.");
        return new MimeBundle(Map.of("text/plain", text(), MERMAID, mermaid()));
    }

    private String text() {
        var text = new StringBuilder();
        for (var cycle : cycles) {
            text.append("Deadlock: ")
                    .append(
                            cycle.size() == 1
                                    ? "a thread waits for itself"
                                    : cycle.size() + " threads wait for each other")
                    .append(" and none of them can go on.\n\n  ");
            for (var each : cycle)
                text.append(each.name()).append(" ──").append(lock(each)).append("──▶ ");
            text.append(cycle.getFirst().name()).append("\n\n");
        }
        if (cycles.isEmpty()) text.append("No deadlock. Threads that wait for others:\n\n");
        waiting.values().stream()
                .limit(MOST_ARROWS)
                .forEach(
                        each ->
                                text.append("  ")
                                        .append(each.name())
                                        .append(at(each))
                                        .append(" waits for ")
                                        .append(lock(each))
                                        .append(holds(each))
                                        .append('\n'));
        if (waiting.size() > MOST_ARROWS)
            text.append("  … and ").append(waiting.size() - MOST_ARROWS).append(" more\n");
        if (!cycles.isEmpty())
            text.append(
                    "\nTake locks in the same order everywhere, or use tryLock with a time limit."
                            + " %threads stop CELL ends what can be ended: a thread that waits for"
                            + " a monitor (synchronized) cannot, one that waits in lock()"
                            + " only if it is lockInterruptibly().");
        return text.toString().stripTrailing();
    }

    private static String at(ThreadEntry thread) {
        var where = ThreadTable.where(thread.of());
        return where.isEmpty() ? "" : " (" + where + ")";
    }

    private static String lock(ThreadEntry thread) {
        return thread.waitsFor().orElse("");
    }

    /** That somebody waits for a thread's end has been said with its name. */
    private static String holds(ThreadEntry thread) {
        return thread.holder()
                .filter(holder -> !lock(thread).contains(ThreadEntry.nameOf(holder)))
                .map(holder -> ", held by " + ThreadEntry.nameOf(holder))
                .orElse("");
    }

    private String mermaid() {
        var ids = new HashMap<Thread, String>();
        var nodes = new StringBuilder();
        var arrows = new StringBuilder();
        var stuck = cycles.stream().flatMap(List::stream).collect(Collectors.toSet());
        waiting.values().stream()
                .limit(MOST_ARROWS)
                .forEach(
                        each -> {
                            var holder = each.holder().orElseThrow();
                            arrows.append("  ")
                                    .append(node(each.of().thread(), ids, nodes))
                                    .append(" -->|\"")
                                    .append(quoted(lock(each)))
                                    .append("\"| ")
                                    .append(node(holder, ids, nodes))
                                    .append('\n');
                        });
        return "flowchart LR\n" + nodes + arrows + emphasis(ids, stuck);
    }

    private String node(Thread thread, Map<Thread, String> ids, StringBuilder nodes) {
        var known = ids.get(thread);
        if (known != null) return known;
        var id = "t" + ids.size();
        ids.put(thread, id);
        var where = Optional.ofNullable(waiting.get(thread)).map(WaitGraph::at).orElse("");
        nodes.append("  ")
                .append(id)
                .append("[\"")
                .append(quoted(ThreadEntry.nameOf(thread) + where))
                .append("\"]\n");
        return id;
    }

    private static String emphasis(Map<Thread, String> ids, Set<ThreadEntry> stuck) {
        var members =
                stuck.stream()
                        .map(each -> ids.get(each.of().thread()))
                        .filter(id -> id != null)
                        .sorted()
                        .collect(Collectors.joining(","));
        return members.isEmpty()
                ? ""
                : "  classDef stuck stroke:#d55e00,stroke-width:3px\n  class "
                        + members
                        + " stuck\n";
    }

    /** Mermaid's own way to write what would end a quoted text. */
    private static String quoted(String text) {
        return text.replace("#", "#35;").replace("\"", "#quot;").replace("<", "#lt;");
    }
}
