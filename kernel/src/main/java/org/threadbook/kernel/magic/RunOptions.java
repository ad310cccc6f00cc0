package org.threadbook.kernel.magic;

import org.threadbook.experiment.ExperimentSettings;
import org.threadbook.kernel.report.ResultOrder;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Optional;

import javax.lang.model.SourceVersion;

/** The options that all magics for executing a workload have. */
final class RunOptions {
    @Option(
            names = {"-r", "--rounds"},
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Measured rounds (%%%%compare: 3, else 1).")
    private Optional<Integer> rounds = Optional.empty();

    @Option(
            names = "--warmup",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Rounds before them that do not count (%%%%compare: 1, else 0).")
    private Optional<Integer> warmups = Optional.empty();

    @Option(
            names = "--tasks",
            paramLabel = "N",
            converter = CountConverter.class,
            description =
                    "How often to execute a workload that is one statement (once per worker).")
    private Optional<Integer> tasks = Optional.empty();

    @Option(
            names = "--task-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long each task may run: 500ms, 5s, 2m.")
    private Optional<Duration> taskTimeout = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the whole run may take.")
    private Optional<Duration> timeout = Optional.empty();

    @ArgGroup private Order order = new Order();

    /** One of the two or none. */
    static final class Order {
        @Option(
                names = "--ordered",
                description = "Show results in the order of the items (the default).")
        private boolean ordered;

        @Option(
                names = "--as-completed",
                description = "Show results in the order in which the tasks ended.")
        private boolean asCompleted;
    }

    @Option(
            names = {"-o", "--out"},
            paramLabel = "NAME",
            description = "Keep the run as a notebook variable of this name.")
    private Optional<String> out = Optional.empty();

    @Option(
            names = "--results",
            paramLabel = "NAME",
            description = "Keep the results as a List of this name.")
    private Optional<String> results = Optional.empty();

    @Option(
            names = "--keep-going",
            description = "Let the cell succeed even if tasks fail: the table tells.")
    private boolean keepGoing;

    @Option(names = "--no-table", description = "Show no table.")
    private boolean noTable;

    @Option(names = "--help", usageHelp = true, description = "Show this and execute nothing.")
    private boolean help;

    /**
     * @param magic whose defaults apply
     * @param baseline the executor that speed-ups refer to, if it was chosen
     * @return how to run the experiment
     */
    ExperimentSettings settings(CellMagic magic, Optional<String> baseline) {
        var settings =
                ExperimentSettings.ONE_ROUND
                        .withRounds(rounds.orElse(magic.defaultRounds()))
                        .withWarmups(warmups.orElse(magic.defaultWarmups()));
        if (taskTimeout.isPresent()) settings = settings.withTaskTimeout(taskTimeout.get());
        if (timeout.isPresent()) settings = settings.withTimeout(timeout.get());
        return baseline.isPresent() ? settings.withBaseline(baseline.get()) : settings;
    }

    /**
     * @param call the magic line
     * @throws org.threadbook.kernel.magic.reading.MistakeException if a value is not possible
     */
    void check(MagicCall call) {
        if (rounds.filter(count -> count == 0).isPresent())
            throw call.mistake(
                    "--rounds",
                    "--rounds must be at least 1: rounds that do not count are asked for with"
                            + " --warmup.");
        if (tasks.filter(count -> count == 0).isPresent())
            throw call.mistake("--tasks", "--tasks must be at least 1.");
        out.ifPresent(name -> checkName(call, "--out", name));
        results.ifPresent(name -> checkName(call, "--results", name));
    }

    private static void checkName(MagicCall call, String option, String name) {
        if (SourceVersion.isName(name, SourceVersion.latest()) && !name.contains(".")) return;
        throw call.mistake(
                name, option + " " + name + ": a notebook variable cannot have that name.");
    }

    Optional<Integer> tasks() {
        return tasks;
    }

    ResultOrder order() {
        return order.asCompleted ? ResultOrder.FINISH : ResultOrder.INPUT;
    }

    Optional<String> out() {
        return out;
    }

    Optional<String> results() {
        return results;
    }

    boolean keepGoing() {
        return keepGoing;
    }

    boolean noTable() {
        return noTable;
    }
}
