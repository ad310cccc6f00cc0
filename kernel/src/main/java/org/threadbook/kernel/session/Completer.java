package org.threadbook.kernel.session;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Completes code in a cell. JShell completes one snippet, from what was evaluated before; what the
 * cell itself declares before the cursor is put around that snippet: as the members of an anonymous
 * class, and as the first statements of the method of it that the cursor is in. Used by one thread
 * at a time.
 */
final class Completer {
    private final SourceCodeAnalysis analysis;
    private final CellSplitter splitter;

    Completer(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
        this.splitter = new CellSplitter(analysis);
    }

    /**
     * @param code the cell
     * @param cursor an offset into it
     * @return what could stand there
     */
    Completion complete(String code, int cursor) {
        var before = code.substring(0, Math.clamp(cursor, 0, code.length()));
        int start = splitter.startOfLast(before);
        var snippet = before.substring(start);
        if (!before.substring(0, start).isBlank()) {
            var around = around(splitter.split(SourceText.ofCell(before.substring(0, start))));
            var completion = complete(around, snippet, start);
            if (!completion.matches().isEmpty()) return completion;
        }
        return complete("", snippet, start);
    }

    private Completion complete(String around, String snippet, int snippetStart) {
        int[] anchor = {-1};
        var code = around + snippet;
        var suggestions = analysis.completionSuggestions(code, code.length(), anchor);
        int end = snippetStart + snippet.length();
        int start = snippetStart + anchor[0] - around.length();
        if (suggestions.isEmpty() || start < snippetStart || start > end) {
            return new Completion(List.of(), end, end);
        }
        var matches = new LinkedHashSet<String>();
        Stream.concat(
                        suggestions.stream().filter(Suggestion::matchesType),
                        suggestions.stream().filter(each -> !each.matchesType()))
                .map(Suggestion::continuation)
                .filter(match -> !match.startsWith("$"))
                .forEach(matches::add);
        return new Completion(List.copyOf(matches), start, end);
    }

    private static String around(List<Chunk> chunks) {
        var members = new ArrayList<String>();
        var statements = new ArrayList<String>();
        for (var chunk : chunks) {
            var text = chunk.source().text().strip();
            switch (chunk.kind()) {
                case METHOD, TYPE -> members.add(text);
                case RUN ->
                        statements.add(
                                text.endsWith(";") || text.endsWith("}") ? text : text + ";");
                case IMPORT, BROKEN -> {}
            }
        }
        return "new Object() { "
                + String.join("\n", members)
                + " Object inCell$() throws Throwable { "
                + String.join("\n", statements)
                + "\n";
    }
}
