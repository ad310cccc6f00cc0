package org.threadbook.kernel.session;

import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

/** Hands all to another. */
class ForwardingOutput implements CellOutput {
    private final CellOutput next;

    ForwardingOutput(CellOutput next) {
        this.next = next;
    }

    @Override
    public void out(String text) {
        next.out(text);
    }

    @Override
    public void err(String text) {
        next.err(text);
    }

    @Override
    public void display(MimeBundle bundle) {
        next.display(bundle);
    }

    @Override
    public void display(String id, MimeBundle bundle) {
        next.display(id, bundle);
    }

    @Override
    public void update(String id, MimeBundle bundle) {
        next.update(id, bundle);
    }
}
