package org.threadbook.kernel.magic;

/** A magic of one line, which may stand wherever a statement may begin. */
non-sealed interface LineMagic extends Magic {
    /**
     * @param call the line and where it stands
     * @throws org.threadbook.kernel.magic.reading.MistakeException if its arguments make no sense
     * @throws Throwable what the notebook thread throws, where it runs something there
     */
    void run(LineCall call) throws Throwable;
}
