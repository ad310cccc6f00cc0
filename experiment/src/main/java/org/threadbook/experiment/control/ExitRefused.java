package org.threadbook.experiment.control;

/**
 * Thrown where code wanted to end the JVM; an Error so that {@code catch (Exception)} lets it by.
 */
public final class ExitRefused extends Error {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param call what was called, such as {@code System.exit}
     * @param status the exit status it was called with
     */
    public ExitRefused(String call, int status) {
        super(
                call
                        + "("
                        + status
                        + ") was refused: it would end the whole notebook and lose its variables."
                        + " Use return or throw to leave a method, or restart the kernel from the"
                        + " menu.");
        this.status = status;
    }

    /**
     * @return the exit status that was asked for
     */
    public int status() {
        return status;
    }
}
