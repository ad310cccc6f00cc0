package org.threadbook.kernel.session;

import jdk.jshell.JShellConsole;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands behind {@code System.console()}, whose {@code readPassword} is Java's own way to ask for
 * what must not be seen.
 *
 * <p>The JDK lets its jdk.jshell module provide the console of a JVM that runs snippets ({@code
 * -Djdk.console=jdk.jshell}); what is behind that is a pair of streams, here connected within this
 * JVM, so that all runs in the calling thread. The JDK keeps one console for the life of the JVM
 * and lets one thread at a time use it.
 */
final class CellConsole implements JShellConsole {
    private static final String STREAMS = "jdk.jshell.execution.impl.ConsoleImpl$";

    /** More than the answer to a read of a line or of a character that failed. */
    private static final int LONGEST_ANSWER = 16;

    private final Supplier<CellContext> cell;
    private final PrintWriter writer =
            new PrintWriter(
                    new OutputStream() {
                        @Override
                        public void write(int each) {
                            System.out.write(each);
                        }

                        @Override
                        public void write(byte[] bytes, int from, int length) {
                            System.out.write(bytes, from, length);
                        }
                    },
                    false,
                    StandardCharsets.UTF_8);

    private final Reader reader = new Typed();

    /** What a read threw; guarded by the console, which one thread at a time can use. */
    private Optional<Throwable> failure = Optional.empty();

    private CellConsole(Supplier<CellContext> cell) {
        this.cell = cell;
    }

    /**
     * Makes the console, to be called when {@code System.in} is the cells'. Does nothing if this
     * JVM does not export what is needed; {@code System.console()} is null then.
     *
     * @param cell finds the cell of the calling thread
     */
    static void install(Supplier<CellContext> cell) {
        System.setProperty("jdk.console", "jdk.jshell");
        var console = new CellConsole(cell);
        try {
            var requests = Class.forName(STREAMS + "ConsoleOutputStream");
            var toConsole = requests.getConstructor(JShellConsole.class).newInstance(console);
            var answers = (InputStream) requests.getField("sinkInput").get(toConsole);
            var provider = Class.forName(STREAMS + "ConsoleProviderImpl");
            provider.getMethod("setRemoteInput", OutputStream.class).invoke(null, toConsole);
            provider.getMethod("setRemoteOutput", InputStream.class)
                    .invoke(null, console.new Answers(answers));
        } catch (ReflectiveOperationException notInThisJvm) {
            System.clearProperty("jdk.console");
        }
    }

    @Override
    public PrintWriter writer() {
        return writer;
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public Charset charset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public @Nullable String readLine(String prompt) {
        return ask(prompt, false).orElse(null);
    }

    @Override
    public char @Nullable [] readPassword(String prompt) {
        return ask(prompt, true).map(String::toCharArray).orElse(null);
    }

    /** Nothing may be thrown into the JDK's streams: they would repeat what they have begun. */
    private Optional<String> ask(String prompt, boolean password) {
        try {
            return Optional.of(cell.get().typed().ask(prompt, password));
        } catch (IOException | RuntimeException | Error e) {
            failure = Optional.of(e);
            return Optional.empty();
        }
    }

    @Override
    public Reader reader() {
        return reader;
    }

    private final class Typed extends Reader {
        private final Reader typed = new InputStreamReader(System.in, StandardCharsets.UTF_8);

        @Override
        public int read(char[] into, int from, int length) {
            try {
                return typed.read(into, from, length);
            } catch (IOException | RuntimeException | Error e) {
                failure = Optional.of(e);
                return -1;
            }
        }

        @Override
        public void close() {}
    }

    /** What the JDK reads after each request; throws here what answering it threw. */
    private final class Answers extends InputStream {
        private final InputStream answers;

        Answers(InputStream answers) {
            this.answers = answers;
        }

        @Override
        public int read() throws IOException {
            if (failure.isPresent()) {
                answers.read(new byte[LONGEST_ANSWER]);
                throwFailure();
            }
            return answers.read();
        }

        private void throwFailure() throws IOException {
            var thrown = failure.orElseThrow();
            failure = Optional.empty();
            switch (thrown) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(thrown);
            }
        }
    }
}
