package org.threadbook.kernel.magic;

import org.jspecify.annotations.Nullable;
import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;
import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.CellValue;
import org.threadbook.kernel.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A notebook whose cells run in this JVM. */
final class Notebook implements AutoCloseable {
    /** What became of a cell. */
    record Ran(
            Optional<CellValue> value,
            Optional<Throwable> thrown,
            String printed,
            List<String> shown,
            List<String> error) {
        @Nullable Object result() {
            if (thrown.isPresent()) throw new AssertionError("the cell failed", thrown.get());
            return value.orElseThrow().value();
        }

        /** The only display, as text. */
        String display() {
            if (thrown.isPresent()) throw new AssertionError("the cell failed", thrown.get());
            return shown.getFirst();
        }
    }

    final Session session = new Session();
    final CellRunner runner = new CellRunner(session);
    private int count;

    Ran run(String... lines) {
        var code = String.join("\n", lines);
        var output = new Recorded();
        var cell = new Cell(++count, output);
        try {
            return output.ran(runner.run(cell, code), Optional.empty(), List.of());
        } catch (Throwable thrown) {
            return output.ran(
                    Optional.empty(),
                    Optional.of(thrown),
                    CellRunner.errorOf(thrown, cell, code).traceback());
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private static final class Recorded implements CellOutput {
        private final StringBuffer printed = new StringBuffer();
        private final List<String> shown = new ArrayList<>();

        Ran ran(Optional<CellValue> value, Optional<Throwable> thrown, List<String> error) {
            return new Ran(value, thrown, printed.toString(), List.copyOf(shown), error);
        }

        @Override
        public void out(String text) {
            printed.append(text);
        }

        @Override
        public void err(String text) {
            printed.append(text);
        }

        @Override
        public synchronized void display(MimeBundle bundle) {
            shown.add(bundle.data().get("text/plain").toString());
        }

        @Override
        public void display(String id, MimeBundle bundle) {
            display(bundle);
        }

        @Override
        public void update(String id, MimeBundle bundle) {
            display(bundle);
        }
    }
}
