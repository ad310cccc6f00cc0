package org.threadbook.kernel.magic.reading;

import java.util.List;

/**
 * A statement or declaration that stands at the top level of a cell or of a block. Offsets are
 * those of the cell; the end is after the closing semicolon where there is one.
 */
sealed interface Snippet {
    int start();

    int end();

    /** What the compiler's parser made of it; for a loop of its header with an empty body. */
    Syntax syntax();

    /** An import, a method or a type: it does nothing when it is run. */
    record Declaration(int start, int end, Syntax syntax) implements Snippet {}

    record Variable(int start, int end, Syntax syntax) implements Snippet {}

    /**
     * @param textEnd where the expression itself ends
     */
    record Expression(int start, int end, int textEnd, Syntax syntax) implements Snippet {}

    /**
     * A {@code for} loop of either kind.
     *
     * @param headerEnd the offset after the parenthesis that closes its header
     * @param syntax the loop with an empty statement for its body
     */
    record ForLoop(int start, int end, int headerEnd, Syntax syntax, Snippet body)
            implements Snippet {}

    /** A {@code while} or {@code do} loop. */
    record OtherLoop(int start, int end, Syntax syntax) implements Snippet {}

    /**
     * @param snippets what stands between its braces
     */
    record Block(int start, int end, Syntax syntax, List<Snippet> snippets) implements Snippet {}

    /** Any other statement. */
    record Statement(int start, int end, Syntax syntax) implements Snippet {}

    /**
     * @param name the label
     * @param target the statement that has it
     */
    record Labelled(int start, int end, String name, Snippet target) implements Snippet {
        @Override
        public Syntax syntax() {
            return target.syntax();
        }
    }

    /**
     * @return the statement without its labels
     */
    default Snippet unlabelled() {
        return this instanceof Labelled labelled ? labelled.target().unlabelled() : this;
    }
}
