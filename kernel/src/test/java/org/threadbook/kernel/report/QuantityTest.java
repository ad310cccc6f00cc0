package org.threadbook.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Locale;

class QuantityTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0             | 0 s
                    1             | 1 ns
                    999           | 999 ns
                    1_000         | 1.00 µs
                    9_994         | 9.99 µs
                    9_995         | 10.0 µs
                    45_600        | 45.6 µs
                    99_949        | 99.9 µs
                    99_950        | 100 µs
                    999_499       | 999 µs
                    999_500       | 1.00 ms
                    812_000_000   | 812 ms
                    999_499_999   | 999 ms
                    999_950_000   | 1.00 s
                    1_234_000_000 | 1.23 s
                    99_900_000_000  | 99.9 s
                    99_950_000_000  | 1 min 40 s
                    125_400_000_000 | 2 min 5 s
                    3_599_600_000_000 | 1 h 0 min
                    3_900_000_000_000 | 1 h 5 min
                    9_223_372_036_854_775_807 | 2562047 h 47 min
                    -45_600       | -45.6 µs
                    """)
    void timesHaveThreeDigitsAndTheUnitThatFits(String nanoseconds, String text) {
        assertThat(Quantity.time(Long.parseLong(nanoseconds.replace("_", "")))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1_200_000_000 | 1_310_000_000   | 1.20–1.31 s
                    950_000_000   | 1_310_000_000   | 0.95–1.31 s
                    998_000_000   | 999_950_000     | 1.00–1.00 s
                    12_000        | 1_300_000_000   | 12.0 µs–1.30 s
                    812_000       | 812_000         | 812–812 µs
                    95_000_000_000 | 125_000_000_000 | 95.0 s–2 min 5 s
                    0             | 0               | 0–0 s
                    """)
    void spansShareAUnitUnlessThatWouldHideTheShorter(
            String shortest, String longest, String text) {
        assertThat(
                        Quantity.timeSpan(
                                Long.parseLong(shortest.replace("_", "")),
                                Long.parseLong(longest.replace("_", ""))))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "999, 999 B",
        "1000, 1 kB",
        "1234567, 1.23 MB",
        "1200000, 1.2 MB",
        "999499, 999 kB",
        "999500, 1 MB",
        "100000000, 100 MB",
        "9223372036854775807, 9220000 TB"
    })
    void bytesAreDecimal(long bytes, String text) {
        assertThat(Quantity.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12345.4|12,345",
                "99.95|100",
                "99.94|99.9",
                "12.34|12.3",
                "1|1.00",
                "0.8124|0.812",
                "0|0",
                "NaN|''",
                "Infinity|''"
            })
    void ratesAreGroupedOrRounded(double rate, String text) {
        assertThat(Quantity.rate(rate)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1.914, 1.91",
        "1, 1.00",
        "9.996, 10.0",
        "123.4, 123",
        "0.7649, 0.76",
        "0.0523, 0.052",
        "0.00042, 0.00042",
        "0.9996, 1.00",
        "0, 0.00",
        "NaN, ''"
    })
    void ratiosHaveTwoDecimalsWhereTheyMatter(double ratio, String text) {
        assertThat(Quantity.ratio(ratio)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 %",
        "0.0001, < 0.1 %",
        "0.0005, 0.1 %",
        "0.0316, 3.2 %",
        "0.0994, 9.9 %",
        "0.0996, 10 %",
        "0.377, 38 %",
        "0.996, 100 %",
        "1, 100 %",
        "NaN, ''"
    })
    void percentsAreWholeUnlessSmall(double share, String text) {
        assertThat(Quantity.percent(share)).isEqualTo(text);
    }

    @Test
    void limitsHaveNoDigitsThatNobodyNamed() {
        assertThat(Quantity.limit(Duration.ofSeconds(5))).isEqualTo("5 s");
        assertThat(Quantity.limit(Duration.ofMillis(1500))).isEqualTo("1.5 s");
        assertThat(Quantity.limit(Duration.ofMillis(200))).isEqualTo("200 ms");
    }

    @Test
    void countsAgreeWithTheirThing() {
        assertThat(Quantity.count(1, "task")).isEqualTo("1 task");
        assertThat(Quantity.count(100_000, "task")).isEqualTo("100,000 tasks");
    }

    @Test
    void textDoesNotDependOnTheLocale() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Quantity.time(1_234_000_000)).isEqualTo("1.23 s");
            assertThat(Quantity.count(12_345)).isEqualTo("12,345");
        } finally {
            Locale.setDefault(before);
        }
    }
}
