package org.threadbook.kernel.session;

import org.threadbook.kernel.display.InputRefusedException;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands in for {@code System.in} and asks the cell that the reading thread belongs to. {@link
 * #close} puts the stream back that was there before.
 */
final class InputRouter implements AutoCloseable {
    private static final String SCANNER_IS_CLOSED =
            "A Scanner that is stopped while it waits reads no more: make a new one, new"
                    + " Scanner(System.in).";

    private final Supplier<Optional<CellContext>> owner;
    private final InputStream before = System.in;
    private final InputStream in = new Routed();

    /**
     * @param owner finds the cell of the calling thread
     */
    InputRouter(Supplier<Optional<CellContext>> owner) {
        this.owner = owner;
    }

    void install() {
        // IO.readln decodes with this, and by default it is the locale's, as in a terminal.
        System.setProperty("stdin.encoding", "UTF-8");
        System.setIn(in);
        CellConsole.install(this::cell);
    }

    /**
     * Takes the place of what a cell has made {@code System.in}.
     *
     * @return its name, if it did
     */
    List<String> takeBack() {
        if (System.in == in) return List.of();
        System.setIn(in);
        return List.of("System.in");
    }

    private CellContext cell() {
        return owner.get()
                .orElseThrow(() -> new InputRefusedException("No cell runs that could ask."));
    }

    @Override
    public void close() {
        System.setIn(before);
    }

    /** The JDK's readers keep it beyond a cell, so it stays open whoever closes it. */
    private final class Routed extends InputStream {
        @Override
        public int read() throws IOException {
            var single = new byte[1];
            read(single, 0, 1);
            return single[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            Objects.checkFromIndexSize(from, length, into.length);
            try {
                return cell().typed().read(into, from, length);
            } catch (InterruptedIOException e) {
                if (isCalledByScanner()) System.err.println(SCANNER_IS_CLOSED);
                throw e;
            }
        }

        private static boolean isCalledByScanner() {
            return StackWalker.getInstance()
                    .walk(
                            frames ->
                                    frames.anyMatch(
                                            frame ->
                                                    frame.getClassName()
                                                            .equals("java.util.Scanner")));
        }

        @Override
        public int available() {
            return cell().typed().available();
        }
    }
}
