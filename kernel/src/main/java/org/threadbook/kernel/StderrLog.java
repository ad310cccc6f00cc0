package org.threadbook.kernel;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/**
 * Configures {@code java.util.logging}: one line per record to the process's standard error, not to
 * {@code System.err}, which belongs to the cells. The log manager makes an instance when something
 * is logged for the first time.
 */
public final class StderrLog {
    /** Tells the log manager of this class without loading either. */
    static void configure() {
        System.setProperty("java.util.logging.config.class", "org.threadbook.kernel.StderrLog");
    }

    /** To be called by the log manager. */
    public StderrLog() {
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) root.removeHandler(handler);
        root.addHandler(new Lines());
        root.setLevel(Level.INFO);
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

    private static final class OneLine extends Formatter {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

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
            return line.toString().replaceAll("\\R", " | ") + System.lineSeparator();
        }
    }
}
