package org.threadbook.kernel.magic;

import org.threadbook.experiment.executor.ExecutorSpec;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;

/** {@code %%threadpool}. */
@Command(
        name = ThreadPoolMagic.NAME,
        sortOptions = false,
        header = "Executes the cell's tasks on a fixed pool of platform threads.",
        footer = {
            "",
            "Example:",
            "  %%%%threadpool 5",
            "  for (int number : numbers)",
            "      evaluate(number);"
        })
final class ThreadPoolMagic implements CellMagic {
    static final String NAME = "threadpool";

    @Mixin private PoolOptions pool = new PoolOptions();
    @Mixin private RunOptions options = new RunOptions();

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public List<ExecutorSpec> executors(MagicCall call, PoolSizes sizes) throws Throwable {
        return List.of(pool.spec(ExecutorKind.THREADPOOL, call, sizes));
    }
}
