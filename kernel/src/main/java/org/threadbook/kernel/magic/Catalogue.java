package org.threadbook.kernel.magic;

import org.threadbook.kernel.magic.reading.MistakeException;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All magics, by name. Immutable; a new magic is added here and nowhere else. Nothing of picocli is
 * loaded before a cell has a magic: a kernel's first result would come later.
 */
final class Catalogue {
    /** Options that are known and will come, so that nobody takes them for misspelt. */
    private static final Set<String> LATER =
            Set.of("--chunk", "--chunksize", "--retries", "--no-chart", "--data");

    private final Map<String, Supplier<Magic>> magics = new LinkedHashMap<>();

    Catalogue() {
        magics.put(SequentialMagic.NAME, SequentialMagic::new);
        magics.put(ThreadPoolMagic.NAME, ThreadPoolMagic::new);
        magics.put(ProcessPoolMagic.NAME, ProcessPoolMagic::new);
        magics.put(CompareMagic.NAME, CompareMagic::new);
        magics.put(ThreadsMagic.NAME, ThreadsMagic::new);
        magics.put(VarsMagic.NAME, VarsMagic::new);
        magics.put(ResetMagic.NAME, ResetMagic::new);
        magics.put(ListMagic.NAME, ListMagic::new);
    }

    /**
     * @return the names of all magics, without percent signs
     */
    Collection<String> names() {
        return magics.keySet();
    }

    /**
     * @param name a magic's name
     * @return whether there is such a magic
     */
    boolean knows(String name) {
        return magics.containsKey(name);
    }

    /**
     * @param name the name of a magic that there is
     * @return whether it takes a cell
     */
    boolean takesCell(String name) {
        return fresh(name) instanceof CellMagic;
    }

    /**
     * A magic with the options of its line.
     *
     * @param magic the magic
     * @param helpRequested whether only its help is to be shown
     */
    record Parsed(Magic magic, boolean helpRequested) {}

    /**
     * @param call a magic line
     * @return its magic
     * @throws MistakeException if there is no such magic, or it does not have an option
     */
    Parsed parse(MagicCall call) {
        var line = call.line();
        if (!knows(line.name())) throw unknown(line);
        var magic = fresh(line.name());
        if (line.question()) return new Parsed(magic, true);
        var parser = parser(magic);
        try {
            var words = line.arguments().stream().map(Token::text).toArray(String[]::new);
            return new Parsed(magic, parser.parseArgs(words).isUsageHelpRequested());
        } catch (UnmatchedArgumentException unmatched) {
            throw unmatched(call, unmatched.getUnmatched().getFirst(), parser);
        } catch (ParameterException wrong) {
            throw wrongValue(call, wrong);
        }
    }

    /**
     * @param name the name of a magic that there is
     * @return what it does, its options and an example
     */
    String help(String name) {
        var magic = fresh(name);
        var parser = parser(magic);
        parser.setCommandName(written(magic));
        return parser.getUsageMessage(Ansi.OFF);
    }

    /**
     * @return the magics, a line for each
     */
    String list() {
        var list = new StringBuilder();
        for (var name : names()) {
            var magic = fresh(name);
            list.append(
                    String.format(
                            "%-15s%s%n",
                            written(magic),
                            String.join(
                                    " ", parser(magic).getCommandSpec().usageMessage().header())));
        }
        return list + "\n%NAME? explains one of them with an example.";
    }

    /**
     * @param name the name of a magic that there is
     * @return whether its arguments are executors
     */
    boolean takesExecutors(String name) {
        return fresh(name) instanceof CellMagic magic && magic.compares();
    }

    /**
     * @param name the name of a magic that there is
     * @return the names of its options, with their hyphens
     */
    List<String> optionNames(String name) {
        return optionNames(parser(fresh(name)));
    }

    private static List<String> optionNames(CommandLine parser) {
        return parser.getCommandSpec().options().stream()
                .map(OptionSpec::names)
                .flatMap(Arrays::stream)
                .toList();
    }

    private MistakeException unknown(MagicLine line) {
        return new MistakeException(
                line.start(),
                line.start() + line.written().length(),
                "there is no magic "
                        + line.written()
                        + "."
                        + Suggestion.didYouMean(line.written().replace("%", ""), names())
                                .replace("mean ", "mean " + "%".repeat(line.percents()))
                        + " %lsmagic lists all.");
    }

    private MistakeException unmatched(MagicCall call, String word, CommandLine parser) {
        Magic magic = parser.getCommand();
        var option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        if (!option.startsWith("-"))
            return call.mistake(
                    word, written(magic) + " takes no " + word + ". Leave it out." + seeHelp(call));
        if (LATER.contains(option))
            return call.mistake(
                    word,
                    "the option "
                            + option
                            + " is not available yet. Leave it out."
                            + seeHelp(call));
        return call.mistake(
                word,
                written(magic)
                        + " has no option "
                        + option
                        + "."
                        + Suggestion.didYouMean(option, optionNames(parser))
                        + seeHelp(call));
    }

    private static MistakeException wrongValue(MagicCall call, ParameterException wrong) {
        if (wrong instanceof MutuallyExclusiveArgsException)
            return call.mistake(
                    "--as-completed",
                    "results are shown either --ordered or --as-completed. Keep one of them.");
        if (wrong instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()
                && missing.getMissing().getFirst() instanceof OptionSpec option)
            return call.mistake(
                    option.longestName(),
                    option.longestName()
                            + " needs a value: "
                            + option.paramLabel()
                            + "."
                            + seeHelp(call));
        var message =
                Objects.toString(wrong.getMessage(), "")
                        .replaceFirst("^Invalid value for option '(.*?)'", "$1");
        var value = wrong.getValue();
        if (value != null) return call.mistake(value, message);
        return new MistakeException(
                call.line().start(), lineEnd(call.line()), message + "." + seeHelp(call));
    }

    private static String seeHelp(MagicCall call) {
        return " %" + call.line().name() + "? lists what it takes.";
    }

    private static int lineEnd(MagicLine line) {
        return line.arguments().isEmpty()
                ? line.start() + line.written().length()
                : line.arguments().getLast().end();
    }

    private String written(Magic magic) {
        var name = new CommandLine(magic).getCommandName();
        return (magic instanceof CellMagic ? "%%" : "%") + name;
    }

    private Magic fresh(String name) {
        var maker = magics.get(name);
        if (maker == null) throw new IllegalArgumentException("no magic is named " + name);
        return maker.get();
    }

    private static CommandLine parser(Magic magic) {
        return new CommandLine(magic).setUsageHelpWidth(88);
    }
}
