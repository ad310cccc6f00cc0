package org.threadbook.kernel.magic;

import org.threadbook.experiment.executor.ExecutorSpec;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;

/** {@code %%processpool}. */
@Command(
        name = ProcessPoolMagic.NAME,
        sortOptions = false,
        header = "Executes the cell's tasks in worker processes, JVMs of their own.",
        footer = {
            "",
            "Example:",
            "  %%%%processpool 5",
            "  for (int number : numbers)",
            "      evaluate(number);"
        })
final class ProcessPoolMagic implements CellMagic {
    static final String NAME = "processpool";

    @Mixin private PoolOptions pool = new PoolOptions();
    @Mixin private RunOptions options = new RunOptions();

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public List<ExecutorSpec> executors(MagicCall call, PoolSizes sizes) throws Throwable {
        return List.of(pool.spec(ExecutorKind.PROCESSPOOL, call, sizes));
    }
}
