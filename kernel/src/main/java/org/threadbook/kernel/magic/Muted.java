package org.threadbook.kernel.magic;

import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

/** Shows nothing, and knows whether there was something to show. Thread-safe. */
final class Muted implements CellOutput {
    private volatile boolean used;

    /**
     * @return whether anything was printed or displayed
     */
    boolean used() {
        return used;
    }

    @Override
    public void out(String text) {
        used = true;
    }

    @Override
    public void err(String text) {
        used = true;
    }

    @Override
    public void display(MimeBundle bundle) {
        used = true;
    }

    @Override
    public void display(String id, MimeBundle bundle) {
        used = true;
    }

    @Override
    public void update(String id, MimeBundle bundle) {
        used = true;
    }
}
