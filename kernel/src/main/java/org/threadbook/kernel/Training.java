package org.threadbook.kernel;

/** A run that loads and links what a session needs, for an AOT cache. */
final class Training {
    private Training() {}

    /**
     * @return the exit status
     */
    static int run() {
        return 0;
    }
}
