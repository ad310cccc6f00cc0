package org.threadbook.kernel.magic;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.ExperimentListener;
import org.threadbook.experiment.Note;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.executor.TaskObserver;
import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.CellContext;

import java.util.Optional;

/**
 * Lets the tasks of one round of each executor print into the cell and drops what the others print,
 * which would say the same again. Rounds follow each other in the thread that runs the experiment;
 * the tasks of a round call from any thread.
 */
final class RoundOutput implements ExperimentListener {
    private final CellContext shown;
    private final Muted muted = new Muted();
    private final CellContext dropped;
    private final Cell cell;
    private boolean setUpBefore;
    private boolean roundShown;

    /**
     * @param cell the execution of the cell
     * @param shown where the cell's own thread prints
     */
    RoundOutput(Cell cell, CellContext shown) {
        this.cell = cell;
        this.shown = shown;
        this.dropped = new CellContext(cell.count(), muted, cell.input());
    }

    @Override
    public TaskObserver roundStarts(
            String executor, int round, boolean warmup, boolean shown, int tasks) {
        roundShown = shown;
        return new Prints(shown);
    }

    /**
     * @return what the thread is bound to while it sets a round up: the first one prints
     */
    CellContext.Binding beforeRound() {
        boolean first = !setUpBefore;
        setUpBefore = true;
        return (first ? shown : dropped).bind();
    }

    /**
     * @return what the thread is bound to while it checks what a round left
     */
    CellContext.Binding afterRound() {
        return (roundShown ? shown : dropped).bind();
    }

    /**
     * @return a note if something was dropped
     */
    Optional<Note> note() {
        dropped.flush();
        return muted.used()
                ? Optional.of(
                        new Note(
                                Note.Kind.PRINTS_DROPPED,
                                "Prints are shown for the first measured round of each executor;"
                                        + " those of the other rounds were dropped."))
                : Optional.empty();
    }

    /** What the tasks of one round print. */
    private final class Prints implements TaskObserver {
        private final boolean visible;
        private final ThreadLocal<CellContext.@Nullable Binding> binding = new ThreadLocal<>();

        Prints(boolean visible) {
            this.visible = visible;
        }

        @Override
        public void enter(Task<?, ?> task) {
            binding.set((visible ? shown : dropped).bind());
        }

        @Override
        public void exit(Task<?, ?> task) {
            var bound = binding.get();
            if (bound != null) bound.close();
            binding.remove();
        }

        @Override
        public void printed(TaskOutput output) {
            var target = visible ? cell.output() : muted;
            if (visible) shown.flush();
            switch (output.stream()) {
                case OUT -> target.out(output.text());
                case ERR -> target.err(output.text());
            }
        }
    }
}
