package org.threadbook.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A flood of bad messages does not fill a disk, and what was left out is said. */
class MessageLogTest {
    private static final Logger LOGGER = Logger.getLogger("threadbook.wire");

    private final List<LogRecord> records = new ArrayList<>();
    private final Handler recorder =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    records.add(record);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private long now;

    @BeforeEach
    void record() {
        LOGGER.addHandler(recorder);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void stopRecording() {
        LOGGER.removeHandler(recorder);
        LOGGER.setUseParentHandlers(true);
    }

    @Test
    void aFloodIsCutAndCounted() {
        var log = new MessageLog(() -> now);
        for (int i = 0; i < 10_000; i++) log.dropped("shell", "it is bad");
        assertThat(records).hasSize(MessageLog.LINES_A_MINUTE);
        records.clear();
        now += TimeUnit.MINUTES.toNanos(1);
        log.dropped("stdin", "it is worse");
        assertThat(records)
                .extracting(LogRecord::getMessage)
                .containsExactly(
                        (10_000 - MessageLog.LINES_A_MINUTE + 1)
                                + " more messages were dropped or failed",
                        "Dropped a message on the stdin channel: it is worse");
    }
}
