package org.threadbook.kernel.report;

import org.threadbook.experiment.Environment;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One sentence that says what came out, and claims no more than was measured. */
final class Headline {
    private final Standings standings;
    private final String place;

    private Headline(Standings standings, String place) {
        this.standings = standings;
        this.place = place;
    }

    /**
     * @param standing the only executor
     * @return what it did
     */
    static String of(Standing standing) {
        return ofSingle(standing) + checks(List.of(standing)) + ".";
    }

    /**
     * @param standings the executors
     * @param environment where they were measured
     * @return which was fastest, or why that cannot be said
     */
    static String of(Standings standings, Environment environment) {
        var place = ", on " + Quantity.count(environment.processors(), "processor");
        return new Headline(standings, place).sentence() + checks(standings.all()) + ".";
    }

    /** A fast executor is worth nothing if what it left is wrong, as after a race. */
    private static String checks(List<Standing> standings) {
        long different = standings.stream().flatMap(Standing::checks).distinct().limit(2).count();
        return different > 1 ? "; but the checks differ" : "";
    }

    private String sentence() {
        var all = standings.all();
        if (all.isEmpty()) return "Nothing was measured";
        if (all.size() == 1)
            return ofSingle(all.getFirst())
                    + (standings.noWork() ? ", with next to no work left to do" : "");
        if (standings.noWork())
            return "Next to no work was left to do, so these times compare nothing and no speed-up"
                    + " is shown";
        if (all.stream().anyMatch(standing -> standing.cancelled() > 0)) return interrupted();
        if (!standings.sameWork()) return differentWork();
        long failed = all.getFirst().failed();
        if (failed == 0) return comparison();
        if (failed == all.getFirst().executions())
            return failed == 1 ? "The task failed everywhere" : "All tasks failed everywhere";
        return share(failed, all.getFirst().executions())
                + " failed on each executor; "
                + comparison();
    }

    private static String ofSingle(Standing standing) {
        long executions = standing.executions();
        if (executions == 0) return standing.name() + " had no tasks to run";
        var time = Quantity.time(standing.statistics().makespanNs());
        if (standing.cancelled() > 0)
            return standing.name() + " was interrupted: " + whatBecame(standing);
        var sentence =
                standing.name()
                        + " ran "
                        + Quantity.count(standing.tasks(), "task")
                        + " in "
                        + time
                        + (standing.rounds() > 1
                                ? ", the median of " + Quantity.count(standing.rounds(), "round")
                                : "");
        if (standing.failed() == 0) return sentence;
        if (standing.failed() == executions)
            return sentence + (executions == 1 ? "; it failed" : "; all of them failed");
        if (standing.rounds() == 1)
            return sentence + "; " + Quantity.count(standing.failed()) + " of them failed";
        return sentence + "; " + share(standing.failed(), executions) + " failed";
    }

    private static String share(long some, long all) {
        return Quantity.count(some) + " of " + Quantity.count(all, "task");
    }

    private static String whatBecame(Standing standing) {
        long finished = standing.executions() - standing.cancelled();
        return share(finished, standing.executions())
                + " finished"
                + (standing.failed() > 0
                        ? ", " + Quantity.count(standing.failed()) + " failed"
                        : "")
                + ", "
                + Quantity.count(standing.cancelled())
                + " cancelled";
    }

    private String interrupted() {
        return "The run was interrupted, so times are not compared: "
                + standings.all().stream()
                        .map(
                                standing ->
                                        standing.name()
                                                + " finished "
                                                + Quantity.count(
                                                        standing.executions()
                                                                - standing.cancelled())
                                                + " of "
                                                + Quantity.count(standing.executions(), "task"))
                        .collect(Collectors.joining(", "));
    }

    private String differentWork() {
        var failing =
                standings.all().stream()
                        .filter(standing -> standing.failed() > 0)
                        .map(
                                standing ->
                                        share(standing.failed(), standing.executions())
                                                + " failed on "
                                                + standing.name())
                        .toList();
        return Listing.of(failing)
                + (failing.size() < standings.all().size() ? " and none elsewhere" : "")
                + ", so the executors did not do the same work and no fastest is named";
    }

    private String comparison() {
        var fastest = standings.fastest();
        boolean single = standings.all().stream().anyMatch(standing -> standing.rounds() == 1);
        var closing = place + (single ? "; with a single round the spread is unknown" : "");
        if (fastest.size() == 1) return winner(fastest.getFirst()) + closing;
        var equally =
                single ? "about equally fast" : "equally fast within the spread of the rounds";
        var names = Listing.of(fastest.stream().map(Standing::name).toList());
        if (fastest.size() == standings.all().size()) return names + " were " + equally + closing;
        var leading = names + " were fastest, and " + equally;
        boolean withBaseline = standings.baseline().filter(fastest::contains).isPresent();
        return leading + (withBaseline ? "" : speedups(fastest)) + closing;
    }

    private String winner(Standing winner) {
        if (standings.baseline().filter(winner::equals).isEmpty())
            return winner.name() + " was fastest" + speedups(List.of(winner));
        var next =
                standings.all().stream()
                        .filter(standing -> !standing.equals(winner))
                        .max(
                                (one, other) ->
                                        Double.compare(
                                                standings.speedup(one).orElse(0),
                                                standings.speedup(other).orElse(0)))
                        .orElse(winner);
        return winner.name()
                + " was fastest: "
                + next.name()
                + " reached "
                + Quantity.ratio(standings.speedup(next).orElse(0))
                + " × its speed";
    }

    private String speedups(List<Standing> fastest) {
        var ratios =
                fastest.stream()
                        .map(standings::speedup)
                        .filter(OptionalDouble::isPresent)
                        .map(speedup -> Quantity.ratio(speedup.getAsDouble()))
                        .distinct()
                        .toList();
        return standings
                .baseline()
                .filter(_ -> !ratios.isEmpty())
                .map(baseline -> ": " + Listing.of(ratios) + " × " + baseline.name())
                .orElse("");
    }
}
