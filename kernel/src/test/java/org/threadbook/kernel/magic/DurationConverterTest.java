package org.threadbook.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DurationConverterTest {
    @ParameterizedTest
    @CsvSource({
        "500ms,PT0.5S",
        "5s,PT5S",
        "1.5s,PT1.5S",
        "2m,PT2M",
        "2min,PT2M",
        "1h,PT1H",
        "1_000ms,PT1S"
    })
    void readsNumbersWithTheirUnit(String text, Duration duration) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5x", "s", "-5s", "5 s", "1e3s"})
    void saysWhatATimeLooksLike(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .hasMessage(
                        text + " is no time. Write a number and its unit: 500ms, 5s, 2m or 1h.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0.000ms"})
    void refusesNoTimeAtAll(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .hasMessage(text + " leaves no time to run: give more than 0.");
    }
}
