package org.threadbook.kernel.session;

import java.util.List;

/** Code does not compile. */
public final class CompilationException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * One error.
     *
     * @param start where in the cell it starts
     * @param end where it ends, after its last character
     * @param message the compiler's words
     */
    public record Problem(int start, int end, String message) {}

    private final transient List<Problem> problems;

    /**
     * @param problems the errors, at least one
     */
    public CompilationException(List<Problem> problems) {
        super(problems.getFirst().message());
        this.problems = List.copyOf(problems);
    }

    /**
     * @return the errors in the order of the cell
     */
    public List<Problem> problems() {
        return problems;
    }
}
