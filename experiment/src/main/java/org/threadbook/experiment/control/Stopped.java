package org.threadbook.experiment.control;

/**
 * Thrown out of code that was told to stop; an Error so that {@code catch (Exception)} lets it by.
 */
public final class Stopped extends Error {
    private static final long serialVersionUID = 1;

    /** A stop whose stack trace is where the code stood. */
    public Stopped() {
        super("stopped");
    }
}
