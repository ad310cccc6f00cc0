package org.threadbook.kernel.magic;

import org.threadbook.kernel.display.MimeBundle;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code %lsmagic}. */
@Command(name = ListMagic.NAME, header = "Lists the magics.")
final class ListMagic implements LineMagic {
    static final String NAME = "lsmagic";

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    @Override
    public void run(LineCall call) {
        call.cell().output().display(MimeBundle.text(call.catalogue().list()));
    }
}
