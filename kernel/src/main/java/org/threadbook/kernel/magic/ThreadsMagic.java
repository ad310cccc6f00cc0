package org.threadbook.kernel.magic;

import org.threadbook.kernel.magic.reading.MistakeException;
import org.threadbook.kernel.report.Overview;
import org.threadbook.kernel.session.CellThread;
import org.threadbook.kernel.session.ThreadEntry;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Locale;

/** {@code %threads}. */
@Command(
        name = ThreadsMagic.NAME,
        sortOptions = false,
        header = "Lists the threads that cells have started, ends them, shows who waits for whom.",
        description = {
            "%%threads lists them with their cell, state, processor time, the line of yours where"
                    + " they stand and what they wait for; alike virtual threads share a row.",
            "%%threads stop 4 ends what cell [4] has started and still runs.",
            "%%threads --deadlocks draws who waits for whom."
        },
        footer = {
            "",
            "Example:",
            "  var waiting = Thread.ofPlatform().name(\"waiting\").start(() -> {",
            "      try { Thread.sleep(60_000); } catch (InterruptedException e) { }",
            "  });",
            "  %%threads"
        })
final class ThreadsMagic implements LineMagic {
    static final String NAME = "threads";

    private static final String STOP = "stop";

    @Parameters(
            arity = "0..*",
            paramLabel = "stop CELL",
            description = "End the threads of this cell, named by its number.")
    private List<String> words = List.of();

    @Option(names = "--deadlocks", description = "Draw who waits for whom.")
    private boolean deadlocks;

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    @Override
    public void run(LineCall call) {
        if (words.isEmpty()) {
            var threads = call.session().threads();
            var bundle = deadlocks ? WaitGraph.of(threads).bundle() : ThreadTable.of(threads);
            call.cell().output().display(bundle);
        } else {
            int cell = cellToStop(call.call());
            call.cell().output().out(stop(call, cell));
        }
    }

    private int cellToStop(MagicCall call) {
        if (!words.getFirst().equals(STOP))
            throw call.mistake(
                    words.getFirst(),
                    "%threads knows nothing called "
                            + words.getFirst()
                            + "."
                            + Suggestion.didYouMean(words.getFirst(), List.of(STOP))
                            + " Write %threads, %threads stop CELL or %threads --deadlocks.");
        if (words.size() != 2 || deadlocks) throw whichCell(call);
        var written = words.getLast().replaceAll("[\\[\\]]", "");
        if (!written.matches("\\d{1,9}")) throw whichCell(call);
        return Integer.parseInt(written);
    }

    private MistakeException whichCell(MagicCall call) {
        return call.mistake(
                words.getLast(),
                "%threads stop needs the number of one cell, as in %threads stop 4 for cell [4]."
                        + " %threads shows which cells have threads.");
    }

    private static String stop(LineCall call, int cell) {
        long before = of(call, cell).size();
        var left = call.session().stopThreads(cell);
        var idle = of(call, cell).stream().filter(each -> isIdleWorker(each.of())).count();
        long busy = before - idle;
        if (before == 0) return "Cell [" + cell + "] has no threads.\n";
        var said = new StringBuilder();
        if (busy > 0) {
            long ended = Math.max(0, busy - left.size());
            said.append(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d threads of cell [%d] ended.\n",
                            ended,
                            busy,
                            cell));
        }
        for (var each : left) {
            said.append(
                    "\"%s\" has not: it is %s and ends when it can.\n"
                            .formatted(
                                    ThreadEntry.nameOf(each.thread()), each.thread().getState()));
        }
        if (idle > 0) {
            said.append(
                    Overview.count(idle, "idle worker")
                            + " of a pool stay until you call shutdown() on it.\n");
        }
        return said.toString();
    }

    private static List<ThreadEntry> of(LineCall call, int cell) {
        return call.session().threads().stream().filter(each -> each.of().cell() == cell).toList();
    }

    private static boolean isIdleWorker(CellThread thread) {
        return thread.isPoolWorker() && !thread.runsCode();
    }
}
