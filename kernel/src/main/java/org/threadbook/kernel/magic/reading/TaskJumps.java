package org.threadbook.kernel.magic.reading;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.lang.model.element.Name;

/**
 * Finds where the body of a workload's loop leaves its iteration, and refuses what a task cannot
 * do. Lambdas and classes within it are left alone: they have their own returns, and assigning the
 * loop variable there is no Java.
 */
final class TaskJumps extends TreeScanner<@Nullable Void, @Nullable Void> {
    /**
     * Where a task ends early.
     *
     * @param start offset in the cell where a {@code continue} starts
     * @param end offset after its semicolon
     */
    record Continue(int start, int end) {}

    private final Syntax syntax;
    private final Set<String> loopVariables;
    private final boolean inLoop;
    private final List<Continue> continues = new ArrayList<>();
    private final Set<String> innerLabels = new HashSet<>();
    private int innerLoops;
    private int innerSwitches;

    private TaskJumps(Syntax syntax, Set<String> loopVariables, boolean inLoop) {
        this.syntax = syntax;
        this.loopVariables = loopVariables;
        this.inLoop = inLoop;
    }

    /**
     * @param body a statement of the body, or the body; blocks are searched
     * @param loopVariables the names that the loop's header declares
     * @param inLoop whether it is the body of a loop, else a workload that is one statement
     * @return what ends the iteration early
     * @throws MistakeException if something in it cannot be done by a task
     */
    static List<Continue> in(Snippet body, Set<String> loopVariables, boolean inLoop) {
        if (body instanceof Snippet.Block block)
            return block.snippets().stream()
                    .flatMap(snippet -> in(snippet, loopVariables, inLoop).stream())
                    .toList();
        var jumps = new TaskJumps(body.syntax(), loopVariables, inLoop);
        jumps.scan(body.syntax().trees(), null);
        return jumps.continues;
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
        throw mistake(
                tree,
                "return cannot be used here: each "
                        + (inLoop ? "iteration" : "execution")
                        + " becomes a task of its own, whose result is the value of its last"
                        + " expression. Write that expression last"
                        + (inLoop ? ", or continue to end a task without a value." : "."));
    }

    @Override
    public @Nullable Void visitBreak(BreakTree tree, @Nullable Void unused) {
        var label = tree.getLabel();
        boolean inner = label == null ? innerLoops + innerSwitches > 0 : isInner(label);
        if (inLoop && !inner)
            throw mistake(
                    tree,
                    "break cannot be used here: each iteration becomes a task of its own, and a"
                            + " task cannot keep the others from running. End this one task with"
                            + " continue, or choose the items before the loop.");
        return null;
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree tree, @Nullable Void unused) {
        var label = tree.getLabel();
        boolean inner = label == null ? innerLoops > 0 : isInner(label);
        if (inLoop && !inner) continues.add(new Continue(syntax.start(tree), syntax.end(tree)));
        return null;
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        refuseChange(tree, tree.getVariable());
        return super.visitAssignment(tree, unused);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
            CompoundAssignmentTree tree, @Nullable Void unused) {
        refuseChange(tree, tree.getVariable());
        return super.visitCompoundAssignment(tree, unused);
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
        switch (tree.getKind()) {
            case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
                    refuseChange(tree, tree.getExpression());
            default -> {}
        }
        return super.visitUnary(tree, unused);
    }

    @Override
    public @Nullable Void visitLabeledStatement(LabeledStatementTree tree, @Nullable Void unused) {
        innerLabels.add(tree.getLabel().toString());
        return super.visitLabeledStatement(tree, unused);
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void unused) {
        innerLoops++;
        super.visitForLoop(tree, unused);
        innerLoops--;
        return null;
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
        innerLoops++;
        super.visitEnhancedForLoop(tree, unused);
        innerLoops--;
        return null;
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void unused) {
        innerLoops++;
        super.visitWhileLoop(tree, unused);
        innerLoops--;
        return null;
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree tree, @Nullable Void unused) {
        innerLoops++;
        super.visitDoWhileLoop(tree, unused);
        innerLoops--;
        return null;
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
        innerSwitches++;
        super.visitSwitch(tree, unused);
        innerSwitches--;
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
        return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        return null;
    }

    private boolean isInner(Name label) {
        return innerLabels.contains(label.toString());
    }

    private void refuseChange(Tree change, ExpressionTree variable) {
        if (!(variable instanceof IdentifierTree name)) return;
        var word = name.getName().toString();
        if (!loopVariables.contains(word)) return;
        throw mistake(
                change,
                "the loop variable "
                        + word
                        + " cannot be changed here: each iteration becomes a task of its own that"
                        + " keeps its own "
                        + word
                        + ". Use another variable.");
    }

    private MistakeException mistake(Tree tree, String message) {
        return new MistakeException(syntax.start(tree), syntax.end(tree), message);
    }
}
