package org.threadbook.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.threadbook.experiment.control.Stopped;

class ItemTextTest {
    private record Unshowable(Error thrown) {
        @Override
        public String toString() {
            throw thrown;
        }
    }

    @Test
    void aValueIsShownOnOneShortLine() {
        assertThat(ItemText.of(null)).isEqualTo("null");
        assertThat(ItemText.of(new int[] {1, 2})).isEqualTo("[1, 2]");
        assertThat(ItemText.of("a\n  b")).isEqualTo("a b");
        assertThat(ItemText.of("x".repeat(100))).hasSize(80).endsWith("…");
    }

    @Test
    void aToStringThatFailsOrIsStoppedIsNoFailure() {
        assertThat(ItemText.of(new Unshowable(new AssertionError("no"))))
                .startsWith("Unshowable (toString threw")
                .contains("no");
        assertThat(ItemText.of(new Unshowable(new Stopped()))).contains("stopped");
    }
}
