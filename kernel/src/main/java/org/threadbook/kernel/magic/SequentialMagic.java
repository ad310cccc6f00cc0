package org.threadbook.kernel.magic;

import org.threadbook.experiment.executor.ExecutorSpec;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;

/** {@code %%sequential}. */
@Command(
        name = SequentialMagic.NAME,
        sortOptions = false,
        header = "Executes the cell's tasks one after another in the cell's own thread.",
        footer = {
            "",
            "Example:",
            "  %%%%sequential",
            "  for (int number : numbers)",
            "      evaluate(number);"
        })
final class SequentialMagic implements CellMagic {
    static final String NAME = "sequential";

    @Mixin private RunOptions options = new RunOptions();

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public List<ExecutorSpec> executors(MagicCall call, PoolSizes sizes) {
        return List.of(ExecutorKind.SEQUENTIAL.spec(1));
    }
}
