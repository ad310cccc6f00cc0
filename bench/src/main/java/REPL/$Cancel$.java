package REPL;

/**
 * What the stop checks that {@link jdk.jshell.execution.LocalExecutionControl} weaves in call: a
 * copy in Java of the class of this name that it generates.
 */
public final class $Cancel$ {
    public static volatile boolean allStop;

    private $Cancel$() {}

    /** Called by woven code. */
    @SuppressWarnings("removal") // as the JDK's own
    public static void stopCheck() {
        if (allStop) throw new ThreadDeath();
    }
}
