package org.threadbook.kernel.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Quantities as people read them: three significant digits and a unit that fits. The text does not
 * depend on the locale, so that a shared notebook reads the same everywhere.
 */
final class Quantity {
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final List<String> TIME_UNITS = List.of("ns", "µs", "ms", "s");
    private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB");
    private static final int SECONDS = TIME_UNITS.indexOf("s");
    private static final long NS_PER_SECOND = 1_000_000_000;

    /** From here on minutes are easier to grasp than seconds. */
    private static final BigDecimal MANY_SECONDS = BigDecimal.valueOf(100);

    private Quantity() {}

    /** A number of at most three significant digits in one of a list of units. */
    private record Scaled(BigDecimal number, int unit) {
        static Scaled of(long value, List<String> units) {
            int unit = 0;
            var number = BigDecimal.valueOf(value);
            while (number.abs().round(THREE_DIGITS).compareTo(THOUSAND) >= 0
                    && unit < units.size() - 1) number = BigDecimal.valueOf(value, 3 * ++unit);
            return new Scaled(threeDigits(number, unit == 0), unit);
        }
    }

    /**
     * @param nanoseconds a duration
     * @return such as {@code 850 ns}, {@code 45.6 µs}, {@code 812 ms}, {@code 1.23 s} or {@code 2
     *     min 5 s}
     */
    static String time(long nanoseconds) {
        if (nanoseconds == 0) return "0 s";
        var scaled = Scaled.of(nanoseconds, TIME_UNITS);
        if (inMinutes(scaled)) return minutes(nanoseconds);
        return scaled.number().toPlainString() + " " + TIME_UNITS.get(scaled.unit());
    }

    /**
     * @param limit a duration that someone chose
     * @return without digits that nobody named: {@code 5 s}, {@code 1.5 s}
     */
    static String limit(Duration limit) {
        long nanoseconds = limit.toNanos();
        var scaled = Scaled.of(nanoseconds, TIME_UNITS);
        if (nanoseconds == 0 || inMinutes(scaled)) return time(nanoseconds);
        return withoutTrailingZeros(scaled.number()) + " " + TIME_UNITS.get(scaled.unit());
    }

    /**
     * @param shortestNs a duration
     * @param longestNs one that is not shorter
     * @return both, in one unit where that does not hide the shorter: {@code 1.20–1.31 s}
     */
    static String timeSpan(long shortestNs, long longestNs) {
        var longest = Scaled.of(longestNs, TIME_UNITS);
        if (inMinutes(longest) || shortestNs < longestNs / 10)
            return time(shortestNs) + "–" + time(longestNs);
        var shortest =
                BigDecimal.valueOf(shortestNs, 3 * longest.unit())
                        .setScale(longest.number().scale(), RoundingMode.HALF_UP);
        return shortest.toPlainString() + "–" + time(longestNs);
    }

    /**
     * @param bytes a size
     * @return in decimal units, such as {@code 512 B} or {@code 1.2 MB}
     */
    static String bytes(long bytes) {
        var scaled = Scaled.of(bytes, BYTE_UNITS);
        return withoutTrailingZeros(scaled.number()) + " " + BYTE_UNITS.get(scaled.unit());
    }

    /**
     * @param perSecond how many in a second
     * @return the number alone: {@code 12,345}, {@code 12.3} or {@code 0.812}
     */
    static String rate(double perSecond) {
        if (!Double.isFinite(perSecond)) return "";
        if (perSecond >= 100 || perSecond == 0) return count(Math.round(perSecond));
        return threeDigits(BigDecimal.valueOf(perSecond), false).toPlainString();
    }

    /**
     * @param ratio how many times as much
     * @return {@code 1.91}, {@code 12.3}, {@code 0.76} or {@code 0.052}; empty if it is no number
     */
    static String ratio(double ratio) {
        if (!Double.isFinite(ratio)) return "";
        var exact = BigDecimal.valueOf(ratio);
        if (Math.abs(ratio) >= 1) return threeDigits(exact, false).toPlainString();
        if (Math.abs(ratio) >= 0.1 || ratio == 0)
            return exact.setScale(2, RoundingMode.HALF_UP).toPlainString();
        return exact.round(TWO_DIGITS).toPlainString();
    }

    /**
     * @param share a part of 1
     * @return {@code 98 %}, {@code 3.2 %} or {@code < 0.1 %}; empty if it is no number
     */
    static String percent(double share) {
        if (!Double.isFinite(share)) return "";
        if (share > 0 && share < 0.0005) return "< 0.1 %";
        int decimals = share == 0 || share >= 0.0995 ? 0 : 1;
        return BigDecimal.valueOf(share * 100)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .toPlainString()
                + " %";
    }

    /**
     * @param count a number of things
     * @return with thousands separated: {@code 100,000}
     */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /**
     * @param count a number of things
     * @param thing what one of them is called
     * @return {@code 1 task}, {@code 10 tasks}
     */
    static String count(long count, String thing) {
        return count(count) + " " + thing + (count == 1 ? "" : "s");
    }

    private static BigDecimal threeDigits(BigDecimal number, boolean whole) {
        if (whole || number.signum() == 0) return number;
        var rounded = number.round(THREE_DIGITS);
        int digitsBeforePoint = rounded.precision() - rounded.scale();
        return rounded.setScale(Math.max(0, 3 - digitsBeforePoint), RoundingMode.UNNECESSARY);
    }

    private static boolean inMinutes(Scaled scaled) {
        return scaled.unit() == SECONDS && scaled.number().compareTo(MANY_SECONDS) >= 0;
    }

    private static String minutes(long nanoseconds) {
        long seconds = Math.round((double) nanoseconds / NS_PER_SECOND);
        long hours = seconds / 3600;
        if (hours > 0) return hours + " h " + seconds / 60 % 60 + " min";
        return seconds / 60 + " min " + seconds % 60 + " s";
    }

    private static String withoutTrailingZeros(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
