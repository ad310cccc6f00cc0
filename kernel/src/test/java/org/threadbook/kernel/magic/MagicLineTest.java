package org.threadbook.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.threadbook.kernel.magic.reading.MistakeException;

import java.util.List;

class MagicLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%%threadpool 5 | 5",
                "%%threadpool(5) | (5)",
                "%%threadpool --workers 5 | --workers;5",
                "%%threadpool 2 * cores --rounds 3 | 2;*;cores;--rounds;3",
                "%%compare sequential, threadpool(5) processpool(2*f(1, 2)) |"
                        + " sequential;threadpool(5);processpool(2*f(1, 2))",
                "%%compare threadpool (5),processpool | threadpool (5);processpool",
                "%%threadpool 5 // five of them | 5",
                "%%threadpool --out \"a b\" | --out;a b",
                "%%threadpool f(\")\") | f(\")\")",
            })
    void wordsAreSeparatedBySpacesAndCommasOutsideBrackets(String line, String words) {
        var read = MagicLine.first(line + "\nx").orElseThrow();

        assertThat(read.arguments().stream().map(Token::text)).isEqualTo(List.of(words.split(";")));
        assertThat(read.bodyStart()).isEqualTo(line.length() + 1);
    }

    @Test
    void knowsWhereItsWordsStand() {
        var cell = "// why\n\n%%compare sequential, \"q\"  threadpool(5)\n";
        var line = MagicLine.first(cell).orElseThrow();

        for (var token : line.arguments())
            assertThat(cell.substring(token.start(), token.end()).replace("\"", ""))
                    .isEqualTo(token.text());
        assertThat(cell.substring(line.start())).startsWith("%%compare");
    }

    @Test
    void theBodyMayFollowOnTheSameLine() {
        var cell = "%threadpool 5 -- for (int n : numbers) f(n--);\nx";
        var line = MagicLine.first(cell).orElseThrow();

        assertThat(line.arguments()).extracting(Token::text).containsExactly("5");
        assertThat(cell.substring(line.bodyStart())).isEqualTo(" for (int n : numbers) f(n--);\nx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/* a\n b */ // c\n  %lsmagic", "%lsmagic", "\n\n%%lsmagic"})
    void commentsMayStandBeforeIt(String cell) {
        assertThat(MagicLine.first(cell)).get().extracting(MagicLine::name).isEqualTo("lsmagic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int x = 5 %3;", "", "%", "%% x", "%%%x", "\"%x\""})
    void javaIsLeftAlone(String cell) {
        assertThat(MagicLine.first(cell)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%threadpool?", "%%threadpool?", "%threadpool? "})
    void aQuestionMarkAsksForHelp(String cell) {
        assertThat(MagicLine.first(cell)).get().matches(MagicLine::question);
    }

    @Test
    void whatIsNotClosedIsNamed() {
        assertThatThrownBy(() -> MagicLine.first("%%threadpool (5\nf();"))
                .isInstanceOf(MistakeException.class)
                .hasMessage("( is never closed in the magic line: add ).");
    }
}
