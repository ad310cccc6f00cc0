package org.threadbook.kernel.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Environment;
import org.threadbook.experiment.Round;
import org.threadbook.experiment.Run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The data of a comparison as JSON, so that a shared notebook carries its measurements. Version 1:
 *
 * <pre>{@code
 * {"version":1,
 *  "environment":{"jdk":…,"processors":…,"os":…,"startedAt":…},
 *  "workload":{"tasks":…,"source":…},
 *  "baseline":…,                      only if it is not sequential, else the first run
 *  "runs":[{"executor":…,"workers":…,
 *    "rounds":[{"makespanNs":…,"startupNs":…,"warmup":…,"check":…,
 *      "tasks":[{"index":…,"item":…,…,"error":{"class":…,"message":…}}],
 *      "tasksOmitted":…,
 *      "totals":{"outcomes":{"success":…},"runNs":…,"cpuNs":…}}],   only if tasks are omitted
 *    "roundsOmitted":…}],             only if rounds are omitted
 *  "notes":[{"kind":…,"text":…}]}
 * }</pre>
 *
 * <p>Times are nanoseconds since the round's start. What is unknown is absent. All tasks are listed
 * while the data stays under {@value #LARGEST_BYTES} bytes. Beyond that a round lists failed tasks,
 * the slowest and evenly spaced ones, and its totals speak of all; if even that is too much, rounds
 * are left out, evenly spaced, and the source is cut.
 */
final class RunData {
    static final String MIME_TYPE = "application/vnd.threadbook.run+json";

    /** The most that the serialized data takes, in UTF-8 and with Gson's escapes for HTML. */
    static final int LARGEST_BYTES = 100_000;

    /** A task takes at least this. */
    private static final int SMALLEST_TASK_BYTES = 80;

    private static final int LONGEST_TEXT = 500;
    private static final Gson GSON = new Gson();

    private final Comparison<?> comparison;
    private final List<List<TaskSample>> samples;
    private int tasksPerRound;
    private int roundsPerRun;
    private int sourceLength;

    private RunData(Comparison<?> comparison) {
        this.comparison = comparison;
        this.samples =
                comparison.runs().stream()
                        .map(
                                run ->
                                        run.rounds().stream()
                                                .map(round -> new TaskSample(round.records()))
                                                .toList())
                        .toList();
        this.roundsPerRun =
                comparison.runs().stream().mapToInt(run -> run.rounds().size()).max().orElse(0);
        this.sourceLength = CleanText.length(comparison.source());
        long rounds = samples.stream().mapToLong(List::size).sum();
        this.tasksPerRound =
                (int)
                        Math.min(
                                longestRound(),
                                LARGEST_BYTES / SMALLEST_TASK_BYTES / Math.max(1, rounds));
    }

    /**
     * @param comparison what was measured
     * @return its data
     */
    static JsonObject of(Comparison<?> comparison) {
        var data = new RunData(comparison);
        while (true) {
            var json = data.json();
            long bytes = GSON.toJson(json).getBytes(StandardCharsets.UTF_8).length;
            if (bytes <= LARGEST_BYTES || !data.shrink((double) LARGEST_BYTES / bytes)) return json;
        }
    }

    private int longestRound() {
        return samples.stream().flatMap(List::stream).mapToInt(TaskSample::size).max().orElse(0);
    }

    /**
     * Gives up what is missed least.
     *
     * @param factor the part of the present size that fits
     * @return whether there was anything left to give up
     */
    private boolean shrink(double factor) {
        if (tasksPerRound > 0)
            tasksPerRound = Math.min(tasksPerRound - 1, (int) (tasksPerRound * factor));
        else if (roundsPerRun > 1)
            roundsPerRun = Math.max(1, Math.min(roundsPerRun - 1, (int) (roundsPerRun * factor)));
        else if (sourceLength > 0) sourceLength /= 2;
        else return false;
        return true;
    }

    private JsonObject json() {
        var json = new JsonObject();
        json.addProperty("version", 1);
        json.add("environment", environment(comparison.environment()));
        json.add("workload", workload());
        if (!comparison.baseline().equals(defaultBaseline()))
            json.addProperty("baseline", comparison.baseline());
        var runs = new JsonArray();
        for (int at = 0; at < samples.size(); at++)
            runs.add(run(comparison.runs().get(at), samples.get(at)));
        json.add("runs", runs);
        var notes = new JsonArray();
        for (var note : comparison.notes()) {
            var entry = new JsonObject();
            entry.addProperty("kind", note.kind().name());
            entry.addProperty("text", CleanText.line(note.text(), LONGEST_TEXT));
            notes.add(entry);
        }
        json.add("notes", notes);
        return json;
    }

    private static JsonObject environment(Environment environment) {
        var json = new JsonObject();
        json.addProperty("jdk", environment.jdk());
        json.addProperty("processors", environment.processors());
        json.addProperty("os", environment.os());
        json.addProperty("startedAt", environment.startedAt().toString());
        return json;
    }

    private JsonObject workload() {
        var json = new JsonObject();
        json.addProperty("tasks", longestRound());
        json.addProperty("source", CleanText.cut(comparison.source(), sourceLength));
        return json;
    }

    private String defaultBaseline() {
        var names = comparison.runs().stream().map(Run::executor).toList();
        return names.isEmpty() || names.contains("sequential") ? "sequential" : names.getFirst();
    }

    private JsonObject run(Run<?> run, List<TaskSample> samples) {
        var json = new JsonObject();
        json.addProperty("executor", run.executor());
        json.addProperty("workers", run.workers());
        var rounds = new JsonArray();
        int kept = Math.min(roundsPerRun, run.rounds().size());
        IntStream.range(0, kept)
                .map(at -> (int) ((at + 1L) * run.rounds().size() / kept) - 1)
                .forEach(at -> rounds.add(round(run.rounds().get(at), samples.get(at))));
        json.add("rounds", rounds);
        if (kept < run.rounds().size())
            json.addProperty("roundsOmitted", run.rounds().size() - kept);
        return json;
    }

    private JsonObject round(Round<?> round, TaskSample sample) {
        var json = new JsonObject();
        json.addProperty("makespanNs", round.makespanNs());
        json.addProperty("startupNs", round.startupNs());
        json.addProperty("warmup", round.warmup());
        round.check()
                .ifPresent(check -> json.addProperty("check", CleanText.cut(check, LONGEST_TEXT)));
        var picked = sample.pick(tasksPerRound);
        var tasks = new JsonArray();
        picked.forEach(record -> tasks.add(TaskData.of(record)));
        json.add("tasks", tasks);
        json.addProperty("tasksOmitted", sample.size() - picked.size());
        if (picked.size() < sample.size()) json.add("totals", sample.totals().json());
        return json;
    }
}
