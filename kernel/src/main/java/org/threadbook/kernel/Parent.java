package org.threadbook.kernel;

/** The process that started the kernel: Jupyter, which says its id in the environment. */
final class Parent {
    private static final String PID = "JPY_PARENT_PID";

    private Parent() {}

    /**
     * @param action what to do when it is gone; never done if it is unknown
     */
    static void onExit(Runnable action) {
        String pid = System.getenv(PID);
        if (pid == null || !pid.matches("\\d{1,18}")) return;
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(parent -> parent.onExit().thenRun(action));
    }
}
