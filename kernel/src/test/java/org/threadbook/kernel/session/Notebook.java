package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

/** Drives a session as a person does: cell after cell. */
final class Notebook implements AutoCloseable {
    final Session session = new Session();
    private int count;
    private RecordedOutput output = new RecordedOutput();
    private Cell cell = new Cell(0, output);

    /** Runs a cell and gives the value of its last expression, or null if there is none. */
    @Nullable Object run(String source) throws Throwable {
        return session.execute(nextCell(), source).map(CellValue::value).orElse(null);
    }

    /** Runs the cells and gives the value of the last one. */
    @Nullable Object runAll(String... cells) throws Throwable {
        Object value = null;
        for (var cell : cells) value = run(cell);
        return value;
    }

    Cell nextCell() {
        output = new RecordedOutput();
        cell = new Cell(++count, output);
        return cell;
    }

    /** The last cell. */
    Cell cell() {
        return cell;
    }

    /** The number of the last cell. */
    int count() {
        return count;
    }

    /** What the last cell printed so far. */
    RecordedOutput output() {
        return output;
    }

    @Override
    public void close() {
        session.close();
    }
}
