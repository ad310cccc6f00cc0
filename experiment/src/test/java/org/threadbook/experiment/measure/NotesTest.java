package org.threadbook.experiment.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.threadbook.experiment.Note.Kind.BUSY_MACHINE;
import static org.threadbook.experiment.Note.Kind.CPU_BOUND;
import static org.threadbook.experiment.Note.Kind.IO_BOUND;
import static org.threadbook.experiment.Note.Kind.MORE_WORKERS_THAN_PROCESSORS;
import static org.threadbook.experiment.Note.Kind.NO_WORK;
import static org.threadbook.experiment.Note.Kind.WORK_REMOVED;
import static org.threadbook.experiment.measure.Records.round;
import static org.threadbook.experiment.measure.Records.run;

import org.junit.jupiter.api.Test;
import org.threadbook.experiment.Note;
import org.threadbook.experiment.Run;

import java.util.List;
import java.util.OptionalDouble;

class NotesTest {
    private static final long MS = 1_000_000;

    private static List<Note.Kind> kinds(int processors, Run<?>... runs) {
        return Notes.on(List.of(runs), processors, OptionalDouble.of(0.1)).stream()
                .map(Note::kind)
                .toList();
    }

    @Test
    void tasksThatAlwaysComputeAreCpuBound() {
        assertThat(kinds(2, run("a", 1, round(false, 100 * MS, 0.97, 100 * MS))))
                .containsExactly(CPU_BOUND);
    }

    @Test
    void tasksThatTakeTurnsOnTheProcessorsAreCpuBoundToo() {
        long[] five = {100 * MS, 100 * MS, 100 * MS, 100 * MS, 100 * MS};

        assertThat(kinds(2, run("threadpool(5)", 5, round(false, 100 * MS, 0.4, five))))
                .containsExactly(CPU_BOUND, MORE_WORKERS_THAN_PROCESSORS);
    }

    @Test
    void tasksThatWaitAreIoBoundAndDoNotCrowdTheProcessors() {
        long[] five = {100 * MS, 100 * MS, 100 * MS, 100 * MS, 100 * MS};

        assertThat(kinds(2, run("threadpool(5)", 5, round(false, 100 * MS, 0.01, five))))
                .containsExactly(IO_BOUND);
    }

    @Test
    void halfAndHalfIsNeither() {
        assertThat(kinds(2, run("a", 1, round(false, 100 * MS, 0.5, 100 * MS)))).isEmpty();
    }

    @Test
    void tasksOfAFewMicrosecondsLeaveNothingToSpeedUp() {
        assertThat(kinds(2, run("a", 1, round(false, MS, 1, 4_000, 4_000, 4_000))))
                .containsExactly(NO_WORK);
    }

    @Test
    void tasksThatShrinkToAFractionOfTheirFirstExecutionHaveCollapsed() {
        var warmup = round(true, 100 * MS, 1, 80 * MS, 10 * MS);
        var measured = round(false, MS, 1, 100_000, 100_000);

        assertThat(kinds(2, run("a", 1, warmup, measured))).containsExactly(WORK_REMOVED);
    }

    @Test
    void tasksThatOnlyBecomeFasterHaveNotCollapsed() {
        var warmup = round(true, 100 * MS, 1, 80 * MS, 10 * MS);
        var measured = round(false, MS, 1, MS, MS);

        assertThat(kinds(2, run("a", 1, warmup, measured))).containsExactly(CPU_BOUND);
    }

    @Test
    void onABusyMachineNothingIsSaidOfWaiting() {
        var waiting = run("a", 1, round(false, 100 * MS, 0.1, 100 * MS));

        assertThat(Notes.on(List.of(waiting), 2, OptionalDouble.of(0.63)))
                .singleElement()
                .matches(note -> note.kind() == BUSY_MACHINE)
                .extracting(Note::text)
                .asString()
                .contains("about 63 %");
        assertThat(Notes.on(List.of(waiting), 2, OptionalDouble.empty()))
                .extracting(Note::kind)
                .containsExactly(IO_BOUND);
    }

    @Test
    void oneLargeTaskAmongSmallOnesHasNotCollapsed() {
        var warmup = round(true, 100 * MS, 1, 80 * MS, 100_000, 100_000);
        var measured = round(false, 100 * MS, 1, 79 * MS, 100_000, 100_000);

        assertThat(kinds(2, run("a", 1, warmup, measured))).containsExactly(CPU_BOUND);
    }

    @Test
    void inASingleRoundAllOtherTasksMustHaveCollapsed() {
        assertThat(kinds(2, run("a", 1, round(false, 100 * MS, 1, 80 * MS, 100_000, 90_000))))
                .containsExactly(WORK_REMOVED);
        assertThat(kinds(2, run("a", 1, round(false, 100 * MS, 1, 80 * MS, 100_000, 30 * MS))))
                .containsExactly(CPU_BOUND);
    }
}
