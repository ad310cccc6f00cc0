package org.threadbook.kernel.magic;

import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.kernel.magic.reading.MistakeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code %%compare}. */
@Command(
        name = CompareMagic.NAME,
        sortOptions = false,
        header = "Executes the cell's tasks on several executors and sets them side by side.",
        description = "Executors: sequential, threadpool(SIZE), processpool(SIZE).",
        footer = {
            "",
            "Example:",
            "  %%%%compare sequential, threadpool(5), processpool(2*cores) --rounds 5",
            "  for (int number : numbers)",
            "      evaluate(number);"
        })
final class CompareMagic implements CellMagic {
    static final String NAME = "compare";

    @Parameters(
            arity = "0..*",
            paramLabel = "EXECUTOR",
            description = "The executors, separated by commas or spaces.")
    private List<String> names = List.of();

    @Option(
            names = "--baseline",
            paramLabel = "EXECUTOR",
            description = "Which of them the speed-ups refer to (sequential, else the first).")
    private Optional<String> baseline = Optional.empty();

    @Mixin private RunOptions options = new RunOptions();

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public List<ExecutorSpec> executors(MagicCall call, PoolSizes sizes) throws Throwable {
        if (names.isEmpty())
            throw new MistakeException(
                    call.line().start(),
                    call.line().start() + call.line().written().length(),
                    "%%compare needs executors to compare, as in %%compare sequential,"
                            + " threadpool(5), processpool(5).");
        var executors = new ArrayList<ExecutorSpec>();
        for (var token : call.places(names)) {
            var spec = ExecutorMention.of(token, call.cell()).spec(sizes);
            if (executors.stream().anyMatch(other -> other.name().equals(spec.name())))
                throw new MistakeException(
                        token.start(),
                        token.end(),
                        spec.name()
                                + " is named twice. Name each executor once; more rounds of"
                                + " it are asked for with --rounds.");
            executors.add(spec);
        }
        return executors;
    }

    @Override
    public Optional<String> baseline(MagicCall call, PoolSizes sizes, List<ExecutorSpec> executors)
            throws Throwable {
        if (baseline.isEmpty()) return baseline;
        var token = call.place(baseline.get());
        var chosen = ExecutorMention.of(token, call.cell()).spec(sizes).name();
        var compared = executors.stream().map(ExecutorSpec::name).toList();
        if (compared.contains(chosen)) return Optional.of(chosen);
        throw new MistakeException(
                token.start(),
                token.end(),
                "the baseline "
                        + chosen
                        + " is not among the executors: "
                        + String.join(", ", compared)
                        + ". Name one of these.");
    }

    @Override
    public int defaultRounds() {
        return 3;
    }

    @Override
    public int defaultWarmups() {
        return 1;
    }

    @Override
    public boolean compares() {
        return true;
    }
}
