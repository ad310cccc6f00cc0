package org.threadbook.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.threadbook.kernel.display.Rendering;

import java.io.IOException;
import java.util.List;

/** The programs that a concurrency course types work, cell by cell. */
class ProgramsTest {
    static List<Program> programs() throws IOException {
        return Program.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    @Timeout(120)
    void aProgramOfTheCourseWorks(Program program) {
        try (var notebook = new Notebook()) {
            for (var cell : program.cells()) check(cell, notebook.run(cell.code()));
        }
    }

    private static void check(Program.ProgramCell cell, Notebook.Ran ran) {
        if (cell.error().isPresent()) {
            assertThat(ran.thrown()).as(cell.code()).isPresent();
            var error = String.join("\n", ran.error()).replaceAll("\u001b\\[[0-9;]*m", "");
            assertThat(error).contains(cell.error().get());
            return;
        }
        assertThat(ran.thrown()).as(() -> cell.code() + ran.error()).isEmpty();
        cell.text().ifPresent(text -> assertThat(shown(ran)).as(cell.code()).isEqualTo(text));
    }

    /** What a reader sees below the cell: its prints, then its value. */
    private static String shown(Notebook.Ran ran) {
        var value =
                ran.value()
                        .map(found -> new Rendering().render(found.value()).data())
                        .map(data -> data.get("text/plain").toString())
                        .orElse("");
        return (ran.printed() + value).strip();
    }
}
