package org.threadbook.kernel.magic;

import org.threadbook.experiment.ItemText;
import org.threadbook.kernel.display.MimeBundle;
import org.threadbook.kernel.report.Grid;
import org.threadbook.kernel.report.Grid.Column;
import org.threadbook.kernel.report.Grid.Entry;
import org.threadbook.kernel.report.Overview;
import org.threadbook.kernel.session.CellValue;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code %vars}. */
@Command(
        name = VarsMagic.NAME,
        header = "Lists the notebook's variables with their types and values.",
        footer = {"", "Example:", "  int answer = 42;", "  %%vars"})
final class VarsMagic implements LineMagic {
    static final String NAME = "vars";

    private static final List<Column> COLUMNS =
            List.of(
                    Column.ofText("name", "The variable's name."),
                    Column.ofText("type", "Its declared type."),
                    Column.ofText("value", "What it holds now, shortened."));

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    @Override
    public void run(LineCall call) throws Throwable {
        var variables = call.session().variables();
        // A value's toString is the user's code, so it runs where it can be interrupted.
        var bundle = call.session().run(call.cell(), () -> table(variables));
        call.cell().output().display(bundle);
    }

    private static MimeBundle table(Map<String, CellValue> variables) {
        var rows = new ArrayList<List<Entry>>();
        variables.forEach(
                (name, value) ->
                        rows.add(
                                List.of(
                                        Entry.of(name),
                                        Entry.of(Overview.clean(value.type())),
                                        Entry.of(Overview.clean(ItemText.of(value.value()))))));
        var headline = Overview.count(rows.size(), "variable") + ".";
        return Overview.of(headline, new Grid(COLUMNS, rows), List.of());
    }
}
