package org.threadbook.kernel.session;

import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

/** Shows nothing. Bound to a thread by {@link CellContext}, it mutes what that prints. */
public class DroppedOutput implements CellOutput {
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
