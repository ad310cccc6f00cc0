package org.threadbook.kernel.magic;

/**
 * A word of a magic line.
 *
 * @param text the word, without the quotes around all of it
 * @param start its offset in the cell
 * @param end the offset after it
 */
record Token(String text, int start, int end) {}
