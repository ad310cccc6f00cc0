package org.threadbook.kernel.magic;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.ItemText;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskSink;
import org.threadbook.experiment.VoidBody;
import org.threadbook.experiment.Workload;
import org.threadbook.kernel.magic.reading.CellReading;
import org.threadbook.kernel.magic.reading.MistakeException;
import org.threadbook.kernel.report.Overview;
import org.threadbook.kernel.session.CellValue;
import org.threadbook.kernel.session.CompiledPart;

import java.util.List;
import java.util.Optional;

/**
 * The workload of a cell: compiled once, run again for each round. Used by the notebook thread
 * alone.
 */
final class CellWorkload implements Workload<@Nullable Object, @Nullable Object> {
    private final CellReading reading;
    private final CompiledPart setUp;
    private final CompiledPart collection;
    private final CompiledPart checks;
    private final int repetitions;
    private final boolean repetitionsChosen;
    private final RoundOutput output;
    private String description = "";
    private boolean hasValues;
    private boolean hasElements;

    /**
     * @param reading the cell's parts
     * @param compiled the same, compiled: set-up, workload and checks
     * @param repetitions how often a workload of one task is executed
     * @param repetitionsChosen whether the user said so
     * @param output where its prints go
     */
    CellWorkload(
            CellReading reading,
            List<CompiledPart> compiled,
            int repetitions,
            boolean repetitionsChosen,
            RoundOutput output) {
        this.reading = reading;
        this.setUp = compiled.get(0);
        this.collection = compiled.get(1);
        this.checks = compiled.get(2);
        this.repetitions = repetitions;
        this.repetitionsChosen = repetitionsChosen;
        this.output = output;
    }

    @Override
    public String source() {
        return reading.source();
    }

    @Override
    public void setUp() throws Exception {
        try (var _ = output.beforeRound()) {
            Calls.unchecked(setUp::run);
        }
    }

    @Override
    public List<Task<@Nullable Object, @Nullable Object>> tasks() throws Exception {
        var collected = TaskSink.collect(repetitions, () -> Calls.unchecked(collection::run));
        var tasks = collected.tasks();
        if (tasks.isEmpty())
            throw mistake(
                    reading.form().isLoop()
                            ? "there is nothing to execute: the loop has no items."
                            : "there is nothing to execute: the expression has no elements.");
        if (repetitionsChosen && !collected.repeated())
            throw mistake(
                    "--tasks says how often to execute a workload that is one task, but here each"
                            + " element of the expression is a task already. Leave --tasks out.");
        description = description(tasks.size(), collected.repeated());
        hasElements = !reading.form().isLoop() && !collected.repeated();
        hasValues = !(tasks.getFirst().body() instanceof VoidBody.YieldingNull);
        return tasks;
    }

    @Override
    public Optional<String> check() throws Exception {
        try (var _ = output.afterRound()) {
            return Calls.unchecked(checks::run).map(CellValue::value).map(ItemText::of);
        }
    }

    /**
     * @return what the tasks are, such as "100,000 tasks from the for loop"; empty before the first
     *     round
     */
    String description() {
        return description;
    }

    /**
     * @return whether the tasks yield values
     */
    boolean hasValues() {
        return hasValues;
    }

    /**
     * @return whether the tasks are the elements of an expression
     */
    boolean hasElements() {
        return hasElements;
    }

    private String description(int tasks, boolean repeated) {
        var count = Overview.count(tasks, "task");
        if (reading.form().isLoop()) return count + " from the for loop";
        if (!repeated) return count + " from the expression";
        return switch (reading.form()) {
            case EXPRESSION -> count + (tasks == 1 ? ", the expression" : ", each the expression");
            default -> count + (tasks == 1 ? ", the statement" : ", each the statement");
        };
    }

    private MistakeException mistake(String message) {
        return new MistakeException(reading.start(), reading.end(), message);
    }
}
