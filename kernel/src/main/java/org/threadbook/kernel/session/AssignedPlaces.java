package org.threadbook.kernel.session;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreeScanner;

import org.threadbook.kernel.session.SnippetParser.Parsed;

import java.util.ArrayList;
import java.util.List;

/** Finds where in a snippet something of a certain name is assigned. */
final class AssignedPlaces extends TreeScanner<Void, Void> {
    /**
     * The name where it is assigned.
     *
     * @param start its offset in the snippet
     * @param end the offset after it
     */
    record Place(int start, int end) {}

    private final String name;
    private final Parsed parsed;
    private final List<Place> found = new ArrayList<>();

    private AssignedPlaces(String name, Parsed parsed) {
        this.name = name;
        this.parsed = parsed;
    }

    /**
     * @param name a name, whatever it means
     * @param parsed the snippet
     * @return the places in the order of the text
     */
    static List<Place> of(String name, Parsed parsed) {
        var places = new AssignedPlaces(name, parsed);
        places.scan(parsed.trees(), null);
        return places.found;
    }

    @Override
    public Void visitAssignment(AssignmentTree tree, Void nothing) {
        note(tree.getVariable());
        return super.visitAssignment(tree, nothing);
    }

    @Override
    public Void visitCompoundAssignment(CompoundAssignmentTree tree, Void nothing) {
        note(tree.getVariable());
        return super.visitCompoundAssignment(tree, nothing);
    }

    @Override
    public Void visitUnary(UnaryTree tree, Void nothing) {
        switch (tree.getKind()) {
            case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
                    note(tree.getExpression());
            default -> {}
        }
        return super.visitUnary(tree, nothing);
    }

    private void note(ExpressionTree variable) {
        var assigned = variable;
        while (assigned instanceof ParenthesizedTree inner) assigned = inner.getExpression();
        if (assigned instanceof IdentifierTree identifier
                && identifier.getName().contentEquals(name)) {
            found.add(new Place(parsed.start(assigned), parsed.end(assigned)));
        }
    }
}
