package org.threadbook.kernel.magic.reading;

import com.sun.source.tree.EnhancedForLoopTree;

import org.threadbook.kernel.session.CodePart;
import org.threadbook.kernel.session.CompilationException;
import org.threadbook.kernel.session.SourceText;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells set-up, workload and checks apart: the workload is the only loop at the top level, or the
 * statement labelled {@code work:}, or else the last statement. Methods, types and imports after it
 * count as declared before it, as everywhere in a notebook. One thread at a time.
 */
public final class CellReader {
    private static final String WORK = "work";

    private final JavaParser parser = new JavaParser();

    /**
     * @param cell the whole text of a cell
     * @param from where the Java starts, after the magic line
     * @return its parts
     * @throws CompilationException if it cannot be parsed
     * @throws MistakeException if it has no workload, or one that cannot be split into tasks
     */
    public CellReading read(String cell, int from) throws CompilationException {
        var snippets = new SnippetReader(cell, parser).read(from, cell.length());
        var workload = workloadOf(cell, snippets);
        var source = SourceText.ofCell(cell);
        var setUp = source.slice(from, workload.start());
        var checks = source.slice(workload.end(), workload.end());
        int at = workload.end();
        for (var later : snippets.subList(snippets.indexOf(workload) + 1, snippets.size())) {
            if (!(later instanceof Snippet.Declaration)) continue;
            checks = checks.plus(source.slice(at, later.start()));
            setUp = setUp.plus(separated(source, later));
            at = later.end();
        }
        checks = checks.plus(source.slice(at, cell.length()));

        var writer = new WorkloadWriter(cell);
        var target = workload.unlabelled();
        return new CellReading(
                CodePart.of(setUp),
                switch (target) {
                    case Snippet.ForLoop loop -> writer.tasksOf(loop);
                    case Snippet.Expression expression -> writer.tasksOf(expression);
                    case Snippet other -> writer.taskOf(other);
                },
                CodePart.of(checks),
                form(target),
                cell.substring(workload.start(), workload.end()),
                workload.start(),
                workload.end(),
                writer.resultsWitness(target),
                target instanceof Snippet.Expression expression
                        ? Optional.of(writer.elementResultsWitness(expression))
                        : Optional.empty());
    }

    private static SourceText separated(SourceText source, Snippet declaration) {
        return source.slice(declaration.start(), declaration.end()).replace(0, 0, "\n");
    }

    private static Snippet workloadOf(String cell, List<Snippet> snippets) {
        var labelled = snippets.stream().filter(CellReader::isWork).toList();
        if (labelled.size() > 1)
            throw new MistakeException(
                    labelled.get(1).start(),
                    labelled.get(1).end(),
                    "two statements are labelled work: (lines "
                            + lines(cell, labelled)
                            + "), but a cell has one workload. Keep the label at one of them.");
        if (!labelled.isEmpty()) return labelled.getFirst();
        var loops = snippets.stream().filter(CellReader::isLoop).toList();
        if (loops.size() > 1)
            throw new MistakeException(
                    loops.get(1).start(),
                    loops.get(1).end(),
                    "this cell has "
                            + (loops.size() == 2 ? "two" : loops.size())
                            + " loops (lines "
                            + lines(cell, loops)
                            + "), and nothing says which of them is the workload. Write work:"
                            + " before that one; what stands before it is then its set-up, what"
                            + " stands after it its checks.");
        if (!loops.isEmpty()) return loops.getFirst();
        var last =
                snippets.reversed().stream()
                        .filter(snippet -> !(snippet instanceof Snippet.Declaration))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new MistakeException(
                                                "there is nothing to execute: the cell only"
                                                        + " declares. Put the declarations in a"
                                                        + " cell of their own, or end this one with"
                                                        + " a loop, an expression or a block."));
        if (last instanceof Snippet.Variable)
            throw new MistakeException(
                    last.start(),
                    last.end(),
                    "there is nothing to execute: the cell ends in the declaration of a variable."
                            + " End it with a loop, an expression or a block.");
        return last;
    }

    private static boolean isWork(Snippet snippet) {
        return snippet instanceof Snippet.Labelled(_, _, var name, var target)
                && (name.equals(WORK) || isWork(target));
    }

    private static boolean isLoop(Snippet snippet) {
        return snippet.unlabelled() instanceof Snippet.ForLoop
                || snippet.unlabelled() instanceof Snippet.OtherLoop;
    }

    private static WorkloadForm form(Snippet workload) {
        return switch (workload) {
            case Snippet.ForLoop loop ->
                    loop.syntax().tree() instanceof EnhancedForLoopTree
                            ? WorkloadForm.ENHANCED_FOR
                            : WorkloadForm.COUNTING_FOR;
            case Snippet.Expression _ -> WorkloadForm.EXPRESSION;
            case Snippet _ -> WorkloadForm.STATEMENT;
        };
    }

    private static String lines(String cell, List<Snippet> snippets) {
        return snippets.stream()
                .map(snippet -> String.valueOf(line(cell, snippet.start())))
                .collect(Collectors.joining(" and "));
    }

    private static long line(String cell, int offset) {
        return 1
                + cell.substring(0, offset).lines().count()
                - (offset > 0 && cell.charAt(offset - 1) != '\n' ? 1 : 0);
    }
}
