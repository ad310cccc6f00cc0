package org.threadbook.kernel.display;

/**
 * There is nobody to ask for input. Not an IOException, which {@code Scanner} would swallow and say
 * "No line found" instead.
 */
public final class InputRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * @param why why, and what to do instead
     */
    public InputRefusedException(String why) {
        super(why);
    }
}
