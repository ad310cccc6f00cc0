package org.threadbook.kernel.magic.reading;

import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.VariableTree;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The header of a loop whose iterations become tasks.
 *
 * @param variables the names that it declares, at least one
 * @param counting whether it is a counting loop, whose variables change from iteration to iteration
 * @param uses where in the cell each of the names is written in the header, as offsets after it
 */
record LoopHeader(Set<String> variables, boolean counting, List<Integer> uses) {

    /**
     * @param loop a loop
     * @param cell the text of its cell
     * @return its header
     * @throws MistakeException if its iterations cannot be told in advance
     */
    static LoopHeader of(Snippet.ForLoop loop, String cell) {
        return switch (loop.syntax().tree()) {
            case EnhancedForLoopTree each -> enhanced(loop, each, cell);
            case ForLoopTree counting -> counting(loop, counting, cell);
            default -> throw new IllegalArgumentException("no loop header: " + loop);
        };
    }

    /**
     * @return the first variable: what tells the tasks apart
     */
    String item() {
        return variables.iterator().next();
    }

    private static LoopHeader enhanced(
            Snippet.ForLoop loop, EnhancedForLoopTree tree, String cell) {
        var name = tree.getVariable().getName().toString();
        if (name.isEmpty())
            throw new MistakeException(
                    loop.start(),
                    loop.headerEnd(),
                    "the loop variable needs a name, because the item tells the tasks apart."
                            + " Write for (var item : …).");
        return new LoopHeader(Set.of(name), false, uses(loop, Set.of(name), cell));
    }

    private static LoopHeader counting(Snippet.ForLoop loop, ForLoopTree tree, String cell) {
        boolean declares =
                !tree.getInitializer().isEmpty()
                        && tree.getInitializer().stream().allMatch(VariableTree.class::isInstance);
        if (!declares || tree.getCondition() == null || tree.getUpdate().isEmpty())
            throw new MistakeException(
                    loop.start(),
                    loop.headerEnd(),
                    "this loop cannot be split into tasks: its header must declare the loop"
                            + " variable, test it and step it, as in for (int i = 0; i < n; i++)."
                            + " Write for (var item : items) instead, or put the loop in braces"
                            + " { … } to execute it as one task.");
        var names = new LinkedHashSet<String>();
        for (var variable : tree.getInitializer())
            names.add(((VariableTree) variable).getName().toString());
        return new LoopHeader(names, true, uses(loop, names, cell));
    }

    /** Names are told from members and methods of the same name by the dot before or after them. */
    private static List<Integer> uses(Snippet.ForLoop loop, Set<String> names, String cell) {
        var scanner = new JavaScanner(cell, loop.headerEnd());
        var uses = new ArrayList<Integer>();
        boolean afterDot = false;
        int at = loop.start();
        while (at < loop.headerEnd()) {
            int end = scanner.skipToken(at);
            int next = scanner.skipBlank(end);
            boolean call = next < loop.headerEnd() && cell.charAt(next) == '(';
            if (!afterDot && !call && names.contains(cell.substring(at, end))) uses.add(end);
            afterDot = cell.charAt(at) == '.';
            at = next;
        }
        return uses;
    }
}
