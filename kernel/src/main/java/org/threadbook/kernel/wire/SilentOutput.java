package org.threadbook.kernel.wire;

import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

/** Where the output of a request goes that asked for none. */
enum SilentOutput implements CellOutput {
    NOTHING;

    @Override
    public void out(String text) {}

    @Override
    public void err(String text) {}

    @Override
    public void display(MimeBundle bundle) {}

    @Override
    public void display(String id, MimeBundle bundle) {}

    @Override
    public void update(String id, MimeBundle bundle) {}
}
