package org.threadbook.experiment.measure;

import org.apache.commons.statistics.descriptive.Quantile;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Round;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.RunStatistics;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.Timing;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The figures of a run, from its records. Quantiles interpolate linearly between the two nearest
 * values (Hyndman and Fan 1996, type 7, the default of R and NumPy).
 */
public final class Statistics {
    private static final Quantile QUANTILE =
            Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

    private Statistics() {}

    /**
     * @param run a run
     * @return the figures of its measured rounds
     */
    public static RunStatistics of(Run<?> run) {
        var rounds = run.measuredRounds();
        var makespans = rounds.stream().mapToLong(Round::makespanNs).toArray();
        long makespanNs = quantile(makespans, 0.5).orElseThrow();
        var records = rounds.stream().<TaskRecord<?>>flatMap(r -> r.records().stream()).toList();
        var runTimes = known(records, Timing::runNs).toArray();
        long tasksOfRound = rounds.getFirst().records().size();
        return new RunStatistics(
                makespanNs,
                LongStream.of(makespans).min().orElseThrow(),
                LongStream.of(makespans).max().orElseThrow(),
                run.rounds().stream().mapToLong(Round::startupNs).sum(),
                makespanNs == 0 ? 0 : tasksOfRound * 1e9 / makespanNs,
                quantile(runTimes, 0.5),
                quantile(runTimes, 0.95),
                quantile(runTimes, 0.99),
                LongStream.of(runTimes).max(),
                cpuShare(records),
                quantile(known(records, Timing::queueNs).toArray(), 0.5),
                sum(records, Statistics::serializationNs, rounds.size()),
                sum(records, Timing::bytesSent, rounds.size()),
                sum(records, Timing::bytesReceived, rounds.size()),
                (int)
                        records.stream()
                                .filter(r -> !(r.outcome() instanceof Outcome.Success<?>))
                                .count());
    }

    private static OptionalLong serializationNs(Timing timing) {
        if (timing.serializeNs().isEmpty() && timing.deserializeNs().isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(timing.serializeNs().orElse(0) + timing.deserializeNs().orElse(0));
    }

    /** Over the tasks of which both are known; a clock tick more of CPU than of time is noise. */
    private static OptionalDouble cpuShare(List<? extends TaskRecord<?>> records) {
        long cpuNs = 0;
        long runNs = 0;
        for (var record : records) {
            var timing = record.timing();
            if (timing.cpuNs().isEmpty() || timing.runNs().isEmpty()) continue;
            cpuNs += timing.cpuNs().getAsLong();
            runNs += timing.runNs().getAsLong();
        }
        return runNs == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) cpuNs / runNs));
    }

    private static OptionalLong sum(
            List<? extends TaskRecord<?>> records,
            Function<Timing, OptionalLong> figure,
            int rounds) {
        var values = known(records, figure).toArray();
        return values.length == 0
                ? OptionalLong.empty()
                : OptionalLong.of(LongStream.of(values).sum() / rounds);
    }

    private static LongStream known(
            List<? extends TaskRecord<?>> records, Function<Timing, OptionalLong> figure) {
        return records.stream().flatMapToLong(record -> figure.apply(record.timing()).stream());
    }

    static OptionalLong quantile(long[] values, double probability) {
        if (values.length == 0) return OptionalLong.empty();
        var doubles = LongStream.of(values).asDoubleStream().toArray();
        return OptionalLong.of(Math.round(QUANTILE.evaluate(doubles, probability)));
    }
}
