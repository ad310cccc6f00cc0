package org.threadbook.kernel.magic;

import org.threadbook.experiment.executor.ExecutorSpec;
import org.threadbook.kernel.magic.reading.JavaScanner;
import org.threadbook.kernel.magic.reading.MistakeException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An executor as it stands in a magic line: {@code name(size, option=value)}.
 *
 * @param kind which executor
 * @param size the Java expression for its size, if one is given
 */
record ExecutorMention(ExecutorKind kind, Optional<Token> size) {
    private static final Pattern OPTION = Pattern.compile("([a-z-]+)\\s*(=[^=].*)?");

    /**
     * @param token a word of a magic line
     * @param cell the text of the cell
     * @return the executor that it names
     * @throws MistakeException if it names none, or gives it something it does not take
     */
    static ExecutorMention of(Token token, String cell) {
        var text = token.text();
        int open = text.indexOf('(');
        var name = open < 0 ? text : text.substring(0, open).strip();
        var kind =
                ExecutorKind.named(name)
                        .orElseThrow(
                                () ->
                                        new MistakeException(
                                                token.start(),
                                                token.start() + Math.max(1, name.length()),
                                                "there is no executor "
                                                        + (name.isEmpty() ? text : name)
                                                        + "."
                                                        + Suggestion.didYouMean(
                                                                name, ExecutorKind.names())
                                                        + " There are "
                                                        + String.join(", ", ExecutorKind.names())
                                                        + "."));
        if (open < 0) return new ExecutorMention(kind, Optional.empty());
        return withArguments(kind, token.start() + open + 1, token.end() - 1, cell);
    }

    /**
     * @param sizes what finds out the value of a size
     * @return the executor to use
     * @throws Throwable what evaluating the size throws
     */
    ExecutorSpec spec(PoolSizes sizes) throws Throwable {
        return kind.spec(kind.hasSize() ? sizes.of(kind, size) : 1);
    }

    /**
     * @param kind the executor
     * @param start offset in the cell after its opening bracket
     * @param end offset of its closing bracket
     * @param cell the text of the cell
     * @return the executor with what stands in the brackets
     * @throws MistakeException if it does not take that
     */
    static ExecutorMention withArguments(ExecutorKind kind, int start, int end, String cell) {
        var sizes = new ArrayList<Token>();
        for (var argument : arguments(cell, start, end)) {
            var option = OPTION.matcher(argument.text());
            boolean isOption =
                    option.matches()
                            && (option.group(2) != null
                                    || kind.laterOptions().contains(option.group(1)));
            if (isOption) throw unknownOption(kind, argument, option.group(1));
            sizes.add(argument);
        }
        if (!kind.hasSize() && !sizes.isEmpty())
            throw mistake(
                    sizes.getFirst(),
                    kind.executorName() + " has no size: it runs the tasks one after another.");
        if (sizes.size() > 1)
            throw mistake(
                    sizes.get(1),
                    kind.executorName()
                            + " takes one size, but here is another: "
                            + sizes.get(1).text()
                            + ".");
        return new ExecutorMention(kind, sizes.stream().findFirst());
    }

    private static MistakeException unknownOption(ExecutorKind kind, Token argument, String name) {
        return mistake(
                argument,
                kind.laterOptions().contains(name)
                        ? "the option "
                                + name
                                + " of "
                                + kind.executorName()
                                + " is not available yet. Leave it out."
                        : kind.executorName() + " has no option " + name + ". Leave it out.");
    }

    private static MistakeException mistake(Token token, String message) {
        return new MistakeException(token.start(), token.end(), message);
    }

    /** What is separated by the commas outside brackets and quotes. */
    private static List<Token> arguments(String cell, int start, int end) {
        var scanner = new JavaScanner(cell, end);
        var arguments = new ArrayList<Token>();
        int from = start;
        int at = start;
        while (at <= end) {
            if (at == end || cell.charAt(at) == ',') {
                var text = cell.substring(from, at);
                int first = from + text.length() - text.stripLeading().length();
                if (!text.isBlank())
                    arguments.add(new Token(text.strip(), first, first + text.strip().length()));
                from = ++at;
            } else if (cell.charAt(at) == '(') at = scanner.skipBrackets(at);
            else if (Character.isWhitespace(cell.charAt(at))) at++;
            else at = Math.max(at + 1, scanner.skipToken(at));
        }
        return arguments;
    }
}
