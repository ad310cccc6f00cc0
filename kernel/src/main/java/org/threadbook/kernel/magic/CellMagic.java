package org.threadbook.kernel.magic;

import org.threadbook.experiment.executor.ExecutorSpec;

import java.util.List;
import java.util.Optional;

/** A magic that executes the workload of its cell. */
non-sealed interface CellMagic extends Magic {
    /**
     * @return the options that all of them have
     */
    RunOptions options();

    /**
     * @param call the magic line
     * @param sizes what finds out how large pools are to be
     * @return the executors that it names, at least one
     * @throws Throwable what evaluating a size throws; {@link
     *     org.threadbook.kernel.magic.reading.MistakeException} if one cannot be had
     */
    List<ExecutorSpec> executors(MagicCall call, PoolSizes sizes) throws Throwable;

    /**
     * @return rounds that count, unless told otherwise
     */
    default int defaultRounds() {
        return 1;
    }

    /**
     * @return rounds before them, unless told otherwise
     */
    default int defaultWarmups() {
        return 0;
    }

    /**
     * @param call the magic line
     * @param sizes what finds out how large pools are to be
     * @param executors the executors that it names
     * @return the name of the executor that speed-ups refer to, if it was chosen
     * @throws Throwable as {@link #executors} throws
     */
    default Optional<String> baseline(MagicCall call, PoolSizes sizes, List<ExecutorSpec> executors)
            throws Throwable {
        return Optional.empty();
    }

    /**
     * @return whether it sets executors side by side, however many
     */
    default boolean compares() {
        return false;
    }
}
