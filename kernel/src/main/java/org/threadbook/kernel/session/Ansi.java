package org.threadbook.kernel.session;

/** The few ANSI colours of error output, those that ipykernel uses too. */
final class Ansi {
    private static final String END = "\u001b[0m";

    private Ansi() {}

    static String red(String text) {
        return "\u001b[31m" + text + END;
    }

    static String green(String text) {
        return "\u001b[32m" + text + END;
    }

    static String cyan(String text) {
        return "\u001b[36m" + text + END;
    }
}
