package org.threadbook.kernel.session;

/** Code ran into a declaration that uses something no cell has declared yet. */
public final class MissingDeclarationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param message what is missing
     * @param cause what JShell's stand-in threw
     */
    MissingDeclarationException(String message, Throwable cause) {
        super(message);
        setStackTrace(cause.getStackTrace());
    }
}
