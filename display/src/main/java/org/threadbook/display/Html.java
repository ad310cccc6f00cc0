package org.threadbook.display;

import java.io.Serializable;

/**
 * HTML to be shown as such, by {@code display} or as a cell's result.
 *
 * @param text the HTML; what a user has typed in must have been escaped
 */
public record Html(String text) implements Serializable {}
