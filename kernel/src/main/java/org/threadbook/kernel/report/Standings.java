package org.threadbook.kernel.report;

import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How the executors of a comparison did beside each other.
 *
 * @param all an entry per executor, in the order in which they were named
 * @param baseline the one that speed-ups refer to, if it was measured
 * @param noWork whether there was no work to speak of, so that times compare nothing
 */
record Standings(List<Standing> all, Optional<Standing> baseline, boolean noWork) {

    /** Two single rounds closer than this may well come out the other way round next time. */
    private static final double CLOSE_WITHOUT_SPREAD = 0.05;

    static Standings of(Comparison<?> comparison) {
        var all = comparison.runs().stream().map(Standing::of).toList();
        return new Standings(
                all,
                all.stream()
                        .filter(standing -> standing.name().equals(comparison.baseline()))
                        .findFirst(),
                !comparison.hasMeaningfulSpeedup());
    }

    static Standings of(Run<?> run) {
        return new Standings(List.of(Standing.of(run)), Optional.empty(), false);
    }

    /**
     * @param standing one of these
     * @return its speed-up; empty where there is none to speak of: nothing to compare with, other
     *     work done than by the baseline because tasks failed, or no work done at all
     */
    OptionalDouble speedup(Standing standing) {
        long makespanNs = standing.statistics().makespanNs();
        if (all.size() < 2 || noWork || makespanNs <= 0) return OptionalDouble.empty();
        return baseline.filter(standing::comparableWith)
                .map(
                        base ->
                                OptionalDouble.of(
                                        (double) base.statistics().makespanNs() / makespanNs))
                .orElse(OptionalDouble.empty());
    }

    OptionalDouble efficiency(Standing standing) {
        var speedup = speedup(standing);
        return speedup.isEmpty()
                ? speedup
                : OptionalDouble.of(speedup.getAsDouble() / standing.run().workers());
    }

    /**
     * @return the fastest of several executors, fastest first, with those that are no slower beyond
     *     the spread of their rounds; empty if they did not do the same work
     */
    List<Standing> fastest() {
        if (all.size() < 2 || noWork || !sameWork()) return List.of();
        var ranked =
                all.stream()
                        .sorted(
                                (one, other) ->
                                        Long.compare(
                                                one.statistics().makespanNs(),
                                                other.statistics().makespanNs()))
                        .toList();
        var first = ranked.getFirst();
        return Stream.concat(
                        Stream.of(first),
                        ranked.stream().skip(1).filter(other -> asFast(first, other)))
                .toList();
    }

    /**
     * @return whether all executors did the same work, so that their makespans can be compared
     */
    boolean sameWork() {
        return all.stream().allMatch(standing -> standing.comparableWith(all.getFirst()));
    }

    private static boolean asFast(Standing first, Standing other) {
        if (first.rounds() == 1 || other.rounds() == 1)
            return other.statistics().makespanNs()
                    <= first.statistics().makespanNs() * (1 + CLOSE_WITHOUT_SPREAD);
        return other.statistics().shortestMakespanNs() <= first.statistics().longestMakespanNs();
    }
}
