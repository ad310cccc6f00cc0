package org.threadbook.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Texts of users on one line, and broken into lines. */
class TextTest {
    @Test
    void controlCharactersAndLineBreaksBecomeOneBlank() {
        assertThat(CleanText.line(" a\r\n\tb\u001b[31mc\u202ed\0 ")).isEqualTo("a b [31mc d");
    }

    @Test
    void aLineIsCutBetweenCodePoints() {
        assertThat(CleanText.line("😀😀😀😀", 4)).isEqualTo("😀😀😀😀");
        assertThat(CleanText.line("😀😀😀😀", 3)).isEqualTo("😀😀…");
        assertThat(CleanText.line("ab cd", 4)).isEqualTo("ab…");
        assertThat(CleanText.line("ab cd", 5)).isEqualTo("ab cd");
        assertThat(CleanText.line("ab  ", 2)).isEqualTo("ab");
    }

    @Test
    void aLoneSurrogateIsLeftOut() {
        assertThat(CleanText.line("a\ud83db")).isEqualTo("a b");
    }

    @Test
    void whatIsOneCharacterToPeopleStaysOne() {
        assertThat(CleanText.line("👩‍👧")).isEqualTo("👩‍👧");
    }

    @Test
    void cutKeepsLineBreaks() {
        assertThat(CleanText.cut("for\n  x", 20)).isEqualTo("for\n  x");
        assertThat(CleanText.cut("😀😀😀", 2)).isEqualTo("😀…");
        assertThat(CleanText.cut("abc", 0)).isEmpty();
    }

    @Test
    void linesBreakBetweenWordsAndWithinLongOnes() {
        assertThat(Lines.of("one two three", 7)).containsExactly("one two", "three");
        assertThat(Lines.of("😀😀😀😀😀 b", 2)).containsExactly("😀😀", "😀😀", "😀", "b");
        assertThat(Lines.of("a abcdefg b", 3)).containsExactly("a", "abc", "def", "g b");
        assertThat(Lines.of("abcd ef", 4)).containsExactly("abcd", "ef");
        assertThat(Lines.of("", 4)).containsExactly("");
    }
}
