package org.threadbook.display;

import java.io.Serializable;

/**
 * Markdown to be shown as such, by {@code display} or as a cell's result.
 *
 * @param text the Markdown
 */
public record Markdown(String text) implements Serializable {}
