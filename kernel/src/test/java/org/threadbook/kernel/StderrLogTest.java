package org.threadbook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Whatever is logged is one short line that no terminal obeys. */
class StderrLogTest {
    private static String line(LogRecord record) {
        return new StderrLog.OneLine().format(record);
    }

    @Test
    void aHostileTextStaysALine() {
        var record =
                new LogRecord(
                        Level.WARNING, "type '\u001b[2J\u0000\r\nx\u0085y\u2028z\u202e\ud800'");
        record.setThrown(new IllegalStateException("first\nsecond"));
        assertThat(line(record).strip()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
        assertThat(line(record)).endsWith(System.lineSeparator()).contains("first | second");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(line(new LogRecord(Level.INFO, "x".repeat(10_000_000)))).hasSizeLessThan(1100);
    }
}
