package org.threadbook.kernel;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/**
 * Configures {@code java.util.logging}: one line per record. What the kernel logs goes to the
 * process's standard error, what cells log to {@code System.err}, which belongs to them. The log
 * manager makes an instance when something is logged for the first time.
 */
public final class StderrLog {
    private static final List<String> KERNELS = List.of("threadbook", "org.dflib.", "org.zeromq.");

    /** Tells the log manager of this class without loading either. */
    static void configure() {
        System.setProperty("java.util.logging.config.class", "org.threadbook.kernel.StderrLog");
    }

    /** To be called by the log manager. */
    public StderrLog() {
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) root.removeHandler(handler);
        var kernels = new Lines();
        kernels.setFilter(StderrLog::isKernels);
        root.addHandler(kernels);
        var cells = new CellLines();
        cells.setFilter(record -> !isKernels(record));
        root.addHandler(cells);
        root.setLevel(Level.INFO);
    }

    private static boolean isKernels(LogRecord record) {
        @Nullable String name = record.getLoggerName();
        return name != null && KERNELS.stream().anyMatch(name::startsWith);
    }

    /** Asks for {@code System.err} each time: a cell may replace it. */
    private static final class CellLines extends Handler {
        CellLines() {
            setFormatter(new OneLine());
        }

        @Override
        public void publish(LogRecord record) {
            if (isLoggable(record)) System.err.print(getFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class Lines extends StreamHandler {
        Lines() {
            super(new FileOutputStream(FileDescriptor.err), new OneLine());
        }

        @Override
        public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
        }

        /** Leaves standard error open: others write to it until the process has ended. */
        @Override
        public synchronized void close() {
            flush();
        }
    }

    static final class OneLine extends Formatter {
        private static final int MOST_CHARS = 1000;
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

        /** What a client sent may be in it: any length, line ends, colours of terminals. */
        private static String clean(StringBuilder line) {
            boolean whole = line.length() <= MOST_CHARS;
            return line.substring(0, Math.min(line.length(), MOST_CHARS))
                            .replaceAll("\\R", " | ")
                            .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\u2028\u2029]", "?")
                    + (whole ? "" : "…");
        }

        @Override
        public String format(LogRecord record) {
            var line = new StringBuilder();
            line.append(TIME.format(record.getInstant()))
                    .append(' ')
                    .append(record.getLevel())
                    .append(' ')
                    .append(record.getLoggerName())
                    .append(": ")
                    .append(formatMessage(record));
            for (var cause = record.getThrown(); cause != null; cause = cause.getCause()) {
                line.append(" <- ").append(cause);
                var trace = cause.getStackTrace();
                if (trace.length > 0) line.append(" at ").append(trace[0]);
            }
            return clean(line) + System.lineSeparator();
        }
    }
}
