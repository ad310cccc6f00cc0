package org.threadbook.kernel.session;

import java.util.Optional;

/**
 * Loads what the statements and expressions of one execution of a cell are made of. No later code
 * can name these classes; so they have a loader of their own, and the JVM unloads them with it when
 * no object, lambda or thread of that execution is left.
 */
final class CellLoader extends SnippetLoader {
    private final Cell cell;

    /**
     * @param declarations loads what the cell's code refers to
     * @param cell the execution
     */
    CellLoader(SnippetLoader declarations, Cell cell) {
        super(SnippetLines.fileName(cell), declarations);
        this.cell = cell;
    }

    /**
     * @return the execution of the cell; what it prints and throws can be late
     */
    Cell cell() {
        return cell;
    }

    /**
     * @param name the binary name of a class that was added here
     * @return the class, if it is loaded
     */
    Optional<Class<?>> loaded(String name) {
        return Optional.ofNullable(findLoadedClass(name));
    }
}
