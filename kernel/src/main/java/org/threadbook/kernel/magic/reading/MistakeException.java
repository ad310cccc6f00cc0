package org.threadbook.kernel.magic.reading;

import org.threadbook.kernel.session.CompilationException.Problem;

import java.util.Optional;

/**
 * What a person asked for cannot be done as it is written. The message is the sentence to show:
 * what is wrong, why, and what to do next; a stack trace would tell nothing.
 */
public final class MistakeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sentence;
    private final transient Optional<Problem> place;

    /**
     * @param message the sentence to show
     */
    public MistakeException(String message) {
        super(message, null, false, false);
        this.sentence = message;
        this.place = Optional.empty();
    }

    /**
     * @param start offset in the cell where the mistake starts
     * @param end offset in the cell after its last character
     * @param message the sentence to show
     */
    public MistakeException(int start, int end, String message) {
        super(message, null, false, false);
        this.sentence = message;
        this.place = Optional.of(new Problem(start, end, message));
    }

    /**
     * @return the sentence to show
     */
    public String sentence() {
        return sentence;
    }

    /**
     * @return where in the cell the mistake is, if it is at one place
     */
    public Optional<Problem> place() {
        return place;
    }
}
