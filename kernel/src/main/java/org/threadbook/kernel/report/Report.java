package org.threadbook.kernel.report;

import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Run;
import org.threadbook.kernel.display.MimeBundle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a reader is shown of a comparison: how the cell was read, what came out in one sentence, a
 * table of the executors, notes, results, the tasks, and where it was taken. Immutable: each method
 * gives a new report.
 *
 * <pre>{@code
 * output.display(Report.of(comparison)
 *         .withReading("10 tasks from the for loop; threadpool(5)")
 *         .withResults(ResultOrder.FINISH)
 *         .bundle());
 * }</pre>
 *
 * @param comparison what was measured; one run where a cell ran on a single executor
 * @param reading how the cell was read, one line; empty where no cell was
 * @param table whether the tables of executors and tasks are shown; all else always is
 * @param results the order in which the first results are shown if there is but one executor; empty
 *     to show none, as for tasks that have no value
 */
public record Report(
        Comparison<?> comparison,
        Optional<String> reading,
        boolean table,
        Optional<ResultOrder> results) {

    /**
     * @param comparison what was measured
     * @return its report, with tables, without results
     */
    public static Report of(Comparison<?> comparison) {
        return new Report(comparison, Optional.empty(), true, Optional.empty());
    }

    /**
     * @param reading how the cell was read, such as "10 tasks from the for loop; 3 executors × (1
     *     warm-up + 3 rounds)"
     * @return the report that says so first
     */
    public Report withReading(String reading) {
        return new Report(comparison, Optional.of(reading), table, results);
    }

    /**
     * @return the report without the tables of executors and tasks
     */
    public Report withoutTable() {
        return new Report(comparison, reading, false, results);
    }

    /**
     * @param order the order of the results
     * @return the report with the first ten results of the shown round; nothing changes if several
     *     executors were compared
     */
    public Report withResults(ResultOrder order) {
        return new Report(comparison, reading, table, Optional.of(order));
    }

    /**
     * @return the report as {@code text/html}, {@code text/plain} and, for programs, {@code
     *     application/vnd.threadbook.run+json} of at most {@value RunData#LARGEST_BYTES} bytes
     */
    public MimeBundle bundle() {
        var data = new LinkedHashMap<>(texts(Page.of(this)));
        data.put(RunData.MIME_TYPE, RunData.of(comparison));
        return new MimeBundle(data);
    }

    /**
     * @param run a run on its own, which does not know where it was measured
     * @return it as {@code text/html} and {@code text/plain}
     */
    public static MimeBundle bundleOf(Run<?> run) {
        return new MimeBundle(texts(Page.of(run)));
    }

    private static Map<String, Object> texts(Page page) {
        return Map.of("text/html", PageHtml.of(page), "text/plain", PageText.of(page));
    }
}
