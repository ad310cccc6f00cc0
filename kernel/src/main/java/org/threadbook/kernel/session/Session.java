package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The notebook's JShell. Cells are compiled and run one at a time by the caller's thread;
 * completion and {@link #interrupt} may be called by others meanwhile.
 */
public final class Session implements AutoCloseable {
    /**
     * Compiles the parts of a cell, in order, without running anything. If one does not compile,
     * the notebook's declarations are as before.
     *
     * @param cell the cell
     * @param parts its parts
     * @return what can be run, a compiled part per part
     * @throws CompilationException if a part does not compile
     */
    public List<CompiledPart> compile(Cell cell, List<CodePart> parts) throws CompilationException {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * Runs something in the notebook thread, with prints going to the cell, and waits for it.
     *
     * @param cell the cell
     * @param body what to run
     * @return what it returns
     * @throws Throwable what it throws, as it is; {@link org.threadbook.experiment.control.Stopped}
     *     if {@link #interrupt} ended it
     */
    public <T extends @Nullable Object> T run(Cell cell, Callable<T> body) throws Throwable {
        throw new UnsupportedOperationException("being written");
    }

    /** Ends what runs in the notebook thread. */
    public void interrupt() {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * @param expression a Java expression
     * @return its static type as Java source; empty if it has none, or does not compile
     */
    public Optional<String> typeOf(String expression) {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * @param name a notebook variable
     * @return its value and declared type; empty if there is no such variable
     */
    public Optional<CellValue> variable(String name) {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * Declares a notebook variable, in place of any of that name.
     *
     * @param type its type as Java source
     * @param name its name
     * @param value its value, an instance of the type
     */
    public void define(String type, String name, @Nullable Object value) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("being written");
    }
}
