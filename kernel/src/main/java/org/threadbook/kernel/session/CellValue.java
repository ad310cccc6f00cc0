package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

/**
 * The value of a cell's or a part's last expression.
 *
 * @param value the value; null is a value like another
 * @param type its static type as Java source, such as {@code List<Long>}
 */
public record CellValue(@Nullable Object value, String type) {}
