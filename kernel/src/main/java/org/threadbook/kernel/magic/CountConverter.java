package org.threadbook.kernel.magic;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers, with underscores as in Java: {@code 100_000}. */
final class CountConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        try {
            int count = Integer.parseInt(value.replace("_", ""));
            if (count >= 0) return count;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException(
                value + " is no number of times. Write a whole number such as 3 or 100_000.");
    }
}
