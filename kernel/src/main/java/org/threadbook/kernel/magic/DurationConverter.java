package org.threadbook.kernel.magic;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.regex.Pattern;

/** Reads times such as {@code 500ms}, {@code 1.5s}, {@code 2m} and {@code 1h}. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern TIME =
            Pattern.compile("([0-9][0-9_]{0,11}(?:\\.[0-9]{1,9})?)(ms|s|m|min|h)");

    @Override
    public Duration convert(String value) {
        var time = TIME.matcher(value);
        if (!time.matches())
            throw new TypeConversionException(
                    value + " is no time. Write a number and its unit: 500ms, 5s, 2m or 1h.");
        double number = Double.parseDouble(time.group(1).replace("_", ""));
        long unitMillis =
                switch (time.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "h" -> 3_600_000;
                    default -> 60_000;
                };
        var duration = Duration.ofNanos(Math.round(number * unitMillis * 1e6));
        if (duration.isPositive()) return duration;
        throw new TypeConversionException(value + " leaves no time to run: give more than 0.");
    }
}
