package org.threadbook.kernel.report;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Run;
import org.threadbook.kernel.display.MimeBundle;

import java.util.Optional;

/** How values of an experiment look as the value of a cell. */
public final class ExperimentValues {
    private ExperimentValues() {}

    /**
     * @param value any value of a cell
     * @return what to show for a comparison or a run; empty for every other value
     */
    public static Optional<MimeBundle> bundle(@Nullable Object value) {
        return switch (value) {
            case Comparison<?> comparison -> Optional.of(Report.of(comparison).bundle());
            case Run<?> run -> Optional.of(Report.bundleOf(run));
            case null, default -> Optional.empty();
        };
    }
}
