package org.threadbook.kernel.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes one snippet of several: a block of expression statements that follow one another. JShell
 * takes about as long for the block as for each of them.
 *
 * <p>Nothing else is joined: a loop gets a method of its own, which the JIT compiler likes to be
 * small, and nothing can become unreachable behind an expression. The last snippet stays by itself,
 * since its value is that of the cell.
 */
final class StatementRuns {
    private static final int MOST_STATEMENTS = 200;

    /** So that the block does not become larger than a method may be. */
    private static final int MOST_CHARS = 8_000;

    private final List<Chunk> chunks = new ArrayList<>();
    private final Map<Chunk, List<Chunk>> parts = new HashMap<>();

    private StatementRuns() {}

    /**
     * @param chunks snippets in the order of the text
     * @param reader tells statements from others
     * @return the same with runs of statements joined
     */
    static StatementRuns of(List<Chunk> chunks, ChunkReader reader) {
        var runs = new StatementRuns();
        runs.join(chunks, statements(chunks, reader));
        return runs;
    }

    /**
     * @return the snippets to compile, in the order of the text
     */
    List<Chunk> chunks() {
        return chunks;
    }

    /**
     * @param chunk one of {@link #chunks}
     * @return what it was made of; itself if nothing was joined to it
     */
    List<Chunk> parts(Chunk chunk) {
        return parts.getOrDefault(chunk, List.of(chunk));
    }

    private static Set<SourceText> statements(List<Chunk> chunks, ChunkReader reader) {
        var candidates =
                IntStream.range(0, chunks.size() - 1)
                        .filter(i -> isCandidate(chunks, i))
                        .filter(i -> isCandidate(chunks, i - 1) || isCandidate(chunks, i + 1))
                        .mapToObj(i -> chunks.get(i).source())
                        .toList();
        return reader.expressionStatements(candidates);
    }

    private void join(List<Chunk> all, Set<SourceText> statements) {
        var run = new ArrayList<Chunk>();
        int chars = 0;
        for (var chunk : all) {
            boolean fits =
                    run.size() < MOST_STATEMENTS
                            && chars + chunk.source().text().length() <= MOST_CHARS;
            if (!fits || !statements.contains(chunk.source())) {
                end(run);
                chars = 0;
            }
            if (statements.contains(chunk.source())) {
                run.add(chunk);
                chars += chunk.source().text().length();
            } else {
                chunks.add(chunk);
            }
        }
        end(run);
    }

    /** The last snippet is none. */
    private static boolean isCandidate(List<Chunk> chunks, int index) {
        if (index < 0 || index >= chunks.size() - 1) return false;
        var chunk = chunks.get(index);
        return chunk.kind() == Chunk.Kind.RUN && chunk.source().text().endsWith(";");
    }

    private void end(List<Chunk> run) {
        if (run.size() < 2) {
            chunks.addAll(run);
        } else {
            var block = block(run);
            chunks.add(block);
            parts.put(block, List.copyOf(run));
        }
        run.clear();
    }

    private static Chunk block(List<Chunk> run) {
        var source = SourceText.joined(run.stream().map(Chunk::source).toList());
        var mentions = new LinkedHashSet<String>();
        run.forEach(chunk -> mentions.addAll(chunk.mentions()));
        var opened = source.replace(0, 0, "{");
        int end = opened.text().length();
        return new Chunk(opened.replace(end, end, "}"), Chunk.Kind.RUN, "", mentions);
    }
}
