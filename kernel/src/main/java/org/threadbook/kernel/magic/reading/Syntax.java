package org.threadbook.kernel.magic.reading;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;

import org.threadbook.kernel.session.CompilationException.Problem;

import java.util.List;

/**
 * What the compiler's parser makes of a stretch of a cell.
 *
 * @param trees the statements, members or the expression found
 * @param problems its errors, placed in the cell
 * @param unit the made-up compilation unit around them
 * @param positions the positions in that unit
 * @param shift what to add to such a position for one in the cell
 */
record Syntax(
        List<? extends Tree> trees,
        List<Problem> problems,
        CompilationUnitTree unit,
        SourcePositions positions,
        int shift) {

    /**
     * @return whether exactly what was asked for was found, without errors
     */
    boolean isValid() {
        return problems.isEmpty() && !trees.isEmpty();
    }

    Tree tree() {
        return trees.getFirst();
    }

    int start(Tree tree) {
        return (int) positions.getStartPosition(unit, tree) + shift;
    }

    int end(Tree tree) {
        return (int) positions.getEndPosition(unit, tree) + shift;
    }
}
