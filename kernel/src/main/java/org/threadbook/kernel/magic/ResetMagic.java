package org.threadbook.kernel.magic;

import org.threadbook.kernel.report.Overview;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code %reset}. */
@Command(
        name = ResetMagic.NAME,
        header = "Clears all variables, methods, types and imports of the notebook.",
        description = "Threads that cells have started run on; %%threads stop CELL ends them.",
        footer = {"", "Example:", "  int answer = 42;", "  %%reset"})
final class ResetMagic implements LineMagic {
    static final String NAME = "reset";

    @Option(names = "-f", description = "As in IPython; nothing is asked here anyway.")
    private boolean force;

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    @Override
    public void run(LineCall call) {
        int variables = call.session().variables().size();
        call.session().reset();
        var threads = call.session().threads().size();
        call.cell()
                .output()
                .out(
                        "The notebook is as at its start: %s, all methods, types and imports are gone.\n%s"
                                .formatted(
                                        Overview.count(variables, "variable"),
                                        threads == 0
                                                ? ""
                                                : "Threads of earlier cells run on: %threads lists"
                                                        + " them.\n"));
    }
}
