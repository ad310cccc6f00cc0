package org.threadbook.kernel.magic.reading;

import org.threadbook.kernel.session.CodePart;
import org.threadbook.kernel.session.Rewriting;
import org.threadbook.kernel.session.SourceText;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes of a workload the code that collects its tasks. The user's loop is kept and only its body
 * replaced:
 *
 * <pre>
 * for (int n : numbers)     for (int n : numbers)
 *     evaluate(n);              TaskSink.current().add(n, () -&gt; evaluate(n));
 * </pre>
 *
 * so that the compiler itself infers arrays of primitives, {@code var}, unboxing and generics,
 * chooses between methods with and without a value, and lets checked exceptions pass. No line is
 * added or removed.
 */
final class WorkloadWriter {
    private static final String SINK_TYPE = "org.threadbook.experiment.TaskSink";
    private static final String SINK = SINK_TYPE + ".current()";

    /** What a counting loop's own variables are called, so that the tasks get copies. */
    private static final String COUNTER_SUFFIX = "$";

    private enum Ending {
        /** The value of the last expression is returned. */
        VALUE,
        /** Nothing is returned. */
        NOTHING
    }

    private final String text;
    private final SourceText cell;

    /**
     * @param text the whole text of the cell
     */
    WorkloadWriter(String text) {
        this.text = text;
        this.cell = SourceText.ofCell(text);
    }

    /**
     * @param loop a loop
     * @return code that adds a task per iteration
     */
    CodePart tasksOf(Snippet.ForLoop loop) {
        var header = LoopHeader.of(loop, text);
        var continues = TaskJumps.in(loop.body(), header.variables(), true);
        refuseDeclaration(loop.body());
        var alternatives = new ArrayList<SourceText>();
        for (var ending : endings(loop.body())) {
            var rewriting = new Rewriting();
            if (header.counting()) {
                header.uses().forEach(use -> rewriting.insert(use, COUNTER_SUFFIX));
                rewriting.insert(loop.body().start(), "{ " + copies(header));
            }
            rewriting.insert(loop.body().start(), SINK + ".add(" + header.item() + ", () -> ");
            writeBody(rewriting, loop.body(), ending);
            replaceContinues(rewriting, continues, ending);
            rewriting.insert(loop.end(), header.counting() ? "); }" : ");");
            alternatives.add(rewriting.applyTo(cell, loop.start(), loop.end()));
        }
        return new CodePart(alternatives);
    }

    /**
     * @param expression an expression
     * @return code that adds its elements as tasks if its own type, not one that is wanted of it,
     *     is a collection of such; else the expression itself as a task
     */
    CodePart tasksOf(Snippet.Expression expression) {
        TaskJumps.in(expression, Set.of(), false);
        var elements =
                new Rewriting()
                        .insert(expression.start(), "{ var tasks$ = ")
                        .replace(
                                expression.textEnd(),
                                expression.end(),
                                "; " + SINK + ".addEach(tasks$); }")
                        .applyTo(cell, expression.start(), expression.end());
        return new CodePart(List.of(elements, repeated(expression, Ending.VALUE)));
    }

    /**
     * @param statement any other statement
     * @return code that adds it as a task to be repeated
     */
    CodePart taskOf(Snippet statement) {
        TaskJumps.in(statement, Set.of(), false);
        return new CodePart(
                endings(statement).stream().map(ending -> repeated(statement, ending)).toList());
    }

    private SourceText repeated(Snippet statement, Ending ending) {
        var rewriting = new Rewriting().insert(statement.start(), SINK + ".repeat(() -> ");
        writeBody(rewriting, statement, ending);
        return rewriting
                .insert(statement.end(), ");")
                .applyTo(cell, statement.start(), statement.end());
    }

    /**
     * @param expression a workload whose elements are the tasks
     * @return an expression whose static type is that of a list of the tasks' results
     */
    String elementResultsWitness(Snippet.Expression expression) {
        return SINK_TYPE
                + ".resultsOfEach(() -> { var tasks$ = "
                + text.substring(expression.start(), expression.textEnd())
                + "\n; return "
                + SINK
                + ".addEach(tasks$); })";
    }

    /**
     * @param workload a workload that is a loop or one task
     * @return an expression whose static type is that of a list of the tasks' results
     */
    String resultsWitness(Snippet workload) {
        var rewriting = new Rewriting();
        if (!(workload instanceof Snippet.ForLoop loop)) {
            writeBody(rewriting, workload, endings(workload).getFirst());
            return witness(rewriting, workload);
        }
        if (loop.body() instanceof Snippet.Expression expression)
            rewriting
                    .insert(expression.start(), "{ return ")
                    .replace(expression.textEnd(), expression.end(), "; }");
        else writeBody(rewriting, loop.body(), endings(loop.body()).getFirst());
        replaceContinues(
                rewriting,
                TaskJumps.in(loop.body(), Set.of(), true),
                endings(loop.body()).getFirst());
        rewriting.insert(loop.start(), "{ ");
        rewriting.insert(loop.end(), "\nreturn null; }");
        return witness(rewriting, loop);
    }

    private String witness(Rewriting rewriting, Snippet workload) {
        var body = rewriting.applyTo(cell, workload.start(), workload.end()).text();
        return SINK_TYPE + ".resultsOf(() -> " + body + ")";
    }

    private static String copies(LoopHeader header) {
        var copies = new StringBuilder();
        for (var name : header.variables())
            copies.append("var ")
                    .append(name)
                    .append(" = ")
                    .append(name)
                    .append(COUNTER_SUFFIX)
                    .append("; ");
        return copies.toString();
    }

    /** An expression alone needs one way: the sink's methods tell a value from none. */
    private static List<Ending> endings(Snippet body) {
        boolean mayHaveValue =
                body instanceof Snippet.Expression
                        || body instanceof Snippet.Block block
                                && !block.snippets().isEmpty()
                                && block.snippets().getLast() instanceof Snippet.Expression;
        if (!mayHaveValue) return List.of(Ending.NOTHING);
        return body instanceof Snippet.Expression
                ? List.of(Ending.VALUE)
                : List.of(Ending.VALUE, Ending.NOTHING);
    }

    private void writeBody(Rewriting rewriting, Snippet body, Ending ending) {
        switch (body) {
            case Snippet.Expression expression ->
                    rewriting.replace(expression.textEnd(), expression.end(), "");
            case Snippet.Block block -> {
                if (!block.snippets().isEmpty()
                        && block.snippets().getLast() instanceof Snippet.Expression last) {
                    if (ending == Ending.VALUE) rewriting.insert(last.start(), "return ");
                    if (last.textEnd() == last.end()) rewriting.insert(last.end(), ";");
                }
            }
            case Snippet other -> {
                rewriting.insert(other.start(), "{ ");
                boolean open =
                        text.charAt(other.end() - 1) != ';' && text.charAt(other.end() - 1) != '}';
                rewriting.insert(other.end(), open ? "; }" : " }");
            }
        }
    }

    private static void replaceContinues(
            Rewriting rewriting, List<TaskJumps.Continue> continues, Ending ending) {
        for (var jump : continues)
            rewriting.replace(
                    jump.start(), jump.end(), ending == Ending.VALUE ? "return null;" : "return;");
    }

    private static void refuseDeclaration(Snippet body) {
        if (body instanceof Snippet.Variable || body instanceof Snippet.Declaration)
            throw new MistakeException(
                    body.start(),
                    body.end(),
                    "a declaration alone is no task: write what each task has to do, in braces { …"
                            + " } if it takes several statements.");
    }
}
