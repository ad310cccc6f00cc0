package org.threadbook.kernel.magic;

import org.threadbook.experiment.executor.ExecutorSpec;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Optional;

/** How large a pool is to be: {@code 5}, {@code (5)} and {@code --workers 5} are the same. */
final class PoolOptions {
    @Parameters(
            arity = "0..*",
            paramLabel = "SIZE",
            description =
                    "How many workers: a number or a Java int expression (a worker per"
                            + " processor).")
    private List<String> size = List.of();

    @Option(
            names = {"-w", "--workers", "--max-workers"},
            paramLabel = "N",
            description = "The same as SIZE.")
    private Optional<String> workers = Optional.empty();

    /**
     * @param kind the executor
     * @param call the magic line
     * @param sizes what finds out the value of a size
     * @return the executor of the size asked for
     * @throws Throwable what evaluating the size throws
     */
    ExecutorSpec spec(ExecutorKind kind, MagicCall call, PoolSizes sizes) throws Throwable {
        if (workers.isPresent() && !size.isEmpty())
            throw call.mistake(
                    workers.get(),
                    "the size is given twice: "
                            + call.place(size).text()
                            + " and --workers "
                            + workers.get()
                            + ". Keep one of them.");
        if (workers.isPresent())
            return new ExecutorMention(kind, workers.map(call::place)).spec(sizes);
        if (size.isEmpty()) return new ExecutorMention(kind, Optional.empty()).spec(sizes);
        return mention(kind, call.place(size), call.cell()).spec(sizes);
    }

    /** In {@code %%threadpool(5, option=value)} the brackets are those of the grammar. */
    private static ExecutorMention mention(ExecutorKind kind, Token size, String cell) {
        boolean bracketed = size.text().startsWith("(") && size.text().endsWith(")");
        return bracketed
                ? ExecutorMention.withArguments(kind, size.start() + 1, size.end() - 1, cell)
                : new ExecutorMention(kind, Optional.of(size));
    }
}
