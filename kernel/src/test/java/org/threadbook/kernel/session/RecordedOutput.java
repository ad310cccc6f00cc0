package org.threadbook.kernel.session;

import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

/** Keeps what was printed. */
final class RecordedOutput implements CellOutput {
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    @Override
    public void out(String text) {
        out.append(text);
    }

    @Override
    public void err(String text) {
        err.append(text);
    }

    @Override
    public void display(MimeBundle bundle) {}

    @Override
    public void display(String id, MimeBundle bundle) {}

    @Override
    public void update(String id, MimeBundle bundle) {}
}
