package org.threadbook.kernel.magic;

import org.threadbook.kernel.magic.reading.MistakeException;
import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.CodePart;
import org.threadbook.kernel.session.CompilationException;
import org.threadbook.kernel.session.Session;
import org.threadbook.kernel.session.SourceText;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds out how many workers a magic line asks for: a number, or any Java int expression over the
 * notebook's variables.
 *
 * @param session the notebook
 * @param cell the execution of the cell
 * @param text the text of the cell
 */
record PoolSizes(Session session, Cell cell, String text) {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9_]*");

    /**
     * @param kind the executor
     * @param size its size; if there is none, the number of processors
     * @return a size that it can have
     * @throws MistakeException if it is no int, or none that the executor can have
     * @throws Throwable what the expression throws
     */
    int of(ExecutorKind kind, Optional<Token> size) throws Throwable {
        if (size.isEmpty()) return Runtime.getRuntime().availableProcessors();
        var token = size.get();
        boolean literal = NUMBER.matcher(token.text()).matches();
        long value = literal ? number(token.text()) : evaluated(kind, token);
        if (value < 1)
            throw mistake(
                    token,
                    "a "
                            + kind.executorName()
                            + " needs at least 1 worker, but its size "
                            + (literal ? "is " + token.text() : token.text() + " is " + value)
                            + ". Without a size it has a worker per processor.");
        if (value > kind.mostWorkers())
            throw mistake(
                    token,
                    String.format(
                            Locale.ROOT,
                            "%s %s are too many: choose at most %,d. More workers than processors"
                                    + " (%d here) only help tasks that wait.",
                            literal ? token.text() : token.text() + " = " + value,
                            kind.workers(),
                            kind.mostWorkers(),
                            Runtime.getRuntime().availableProcessors()));
        return (int) value;
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits.replace("_", ""));
        } catch (NumberFormatException tooLarge) {
            return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private long evaluated(ExecutorKind kind, Token token) throws Throwable {
        var expression = CodePart.of(SourceText.ofCell(text).slice(token.start(), token.end()));
        try {
            var compiled = session.compile(cell, List.of(expression)).getFirst();
            var value = session.run(cell, () -> Calls.unchecked(compiled::run));
            var type = value.map(found -> found.type()).orElse("nothing");
            return switch (value.map(found -> found.value()).orElse(null)) {
                case Integer number -> number;
                case Short number -> number;
                case Byte number -> number;
                case null, default ->
                        throw mistake(
                                token,
                                "the size of a "
                                        + kind.executorName()
                                        + " must be an int, but "
                                        + token.text()
                                        + " is of type "
                                        + type
                                        + ".");
            };
        } catch (CompilationException wrong) {
            throw mistake(
                    token,
                    "the size of a "
                            + kind.executorName()
                            + " must be a number or a Java int expression, but "
                            + token.text()
                            + " is neither: "
                            + firstLines(wrong.problems().getFirst().message())
                            + ". Write a number, as in %%"
                            + kind.executorName()
                            + " 5, or the name of an int variable.");
        }
    }

    /** What is wrong, and with which name. */
    private static String firstLines(String message) {
        var lines = message.lines().map(String::strip).toList();
        return lines.size() < 2 || !lines.get(1).startsWith("symbol:")
                ? lines.getFirst()
                : lines.getFirst()
                        + ", "
                        + lines.get(1)
                                .substring("symbol:".length())
                                .strip()
                                .replaceAll("\\s+", " ");
    }

    private static MistakeException mistake(Token token, String message) {
        return new MistakeException(token.start(), token.end(), message);
    }
}
