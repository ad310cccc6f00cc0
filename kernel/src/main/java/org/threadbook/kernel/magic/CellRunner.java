package org.threadbook.kernel.magic;

import org.threadbook.kernel.display.MimeBundle;
import org.threadbook.kernel.magic.reading.CellReader;
import org.threadbook.kernel.magic.reading.JavaScanner;
import org.threadbook.kernel.magic.reading.MistakeException;
import org.threadbook.kernel.session.Cell;
import org.threadbook.kernel.session.CellError;
import org.threadbook.kernel.session.CellValue;
import org.threadbook.kernel.session.CodePart;
import org.threadbook.kernel.session.CompilationException;
import org.threadbook.kernel.session.Completeness;
import org.threadbook.kernel.session.Completion;
import org.threadbook.kernel.session.Session;
import org.threadbook.kernel.session.SourceText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs cells, whether they are plain Java or have magics. Cells run one at a time, in the caller's
 * thread; {@link Session#interrupt} ends what runs.
 */
public final class CellRunner {
    private final Session session;
    private final Catalogue catalogue = new Catalogue();
    private final MagicCompletion completion = new MagicCompletion(catalogue);
    private Optional<CellReader> reader = Optional.empty();

    /**
     * @param session the notebook that the cells belong to
     */
    public CellRunner(Session session) {
        this.session = session;
    }

    /**
     * @param cell the execution of the cell
     * @param code its text
     * @return the value of its last expression, if it ends in one
     * @throws MistakeException if something in it cannot be done as it is written
     * @throws org.threadbook.kernel.session.CompilationException if it does not compile
     * @throws Throwable what the user's code throws, as it is
     */
    public Optional<CellValue> run(Cell cell, String code) throws Throwable {
        var first = MagicLine.first(code);
        if (first.isEmpty() || isForLine(first.get())) return runLines(cell, code);
        var call = new MagicCall(first.get(), code);
        var parsed = catalogue.parse(call);
        if (parsed.helpRequested()) showHelp(cell, first.get().name());
        else if (parsed.magic() instanceof CellMagic magic)
            new WorkloadCell(session, reader(), cell, call, magic).run();
        else
            throw new MistakeException(
                    first.get().start(),
                    first.get().start() + first.get().written().length(),
                    first.get().written()
                            + " takes no cell: write it with one percent sign, as in %"
                            + first.get().name()
                            + ".");
        return Optional.empty();
    }

    /**
     * Can be called while a cell runs.
     *
     * @param code a cell
     * @param cursor where the cursor stands, an offset
     * @return what could stand there
     */
    public Completion complete(String code, int cursor) {
        var typed = code.substring(0, cursor);
        int start = typed.lastIndexOf('\n') + 1;
        while (start < cursor && Character.isWhitespace(code.charAt(start))) start++;
        if (!typed.startsWith("%", start)) return session.complete(blanked(code), cursor);
        try {
            var line = MagicLine.at(typed, start);
            return line.isPresent()
                    ? completion.complete(line.get(), code, cursor)
                    : completion.completeName(typed, start, cursor);
        } catch (MistakeException unclosed) {
            int size = typed.lastIndexOf('(') + 1;
            return session.complete(" ".repeat(size) + typed.substring(size), cursor);
        }
    }

    /**
     * Can be called while a cell runs.
     *
     * @param code a cell
     * @return whether it could be run as it is
     */
    public Completeness isComplete(String code) {
        try {
            var first = MagicLine.first(code);
            if (first.isEmpty()) return session.isComplete(code);
            if (isForLine(first.get())) return new Completeness.Complete();
            var body = code.substring(first.get().bodyStart());
            if (body.isBlank()) return new Completeness.Incomplete("");
            var java = session.isComplete(body);
            return java instanceof Completeness.Complete && !isReadable(code, first.get())
                    ? new Completeness.Incomplete("    ")
                    : java;
        } catch (MistakeException unclosed) {
            return new Completeness.Invalid();
        }
    }

    /**
     * @param thrown what {@link #run} threw
     * @param cell the execution of the cell
     * @param code its text
     * @return the same as it is shown
     */
    public static CellError errorOf(Throwable thrown, Cell cell, String code) {
        if (!(thrown instanceof MistakeException mistake)) return CellError.of(thrown, cell, code);
        var sentence = mistake.sentence();
        var lines =
                mistake.place()
                        .map(place -> new CompilationException(List.of(place)))
                        .map(placed -> CellError.of(placed, cell, code).traceback())
                        .orElseGet(() -> List.of(sentence));
        return new CellError("UsageError", sentence, lines);
    }

    /** JShell takes a loop without a body for complete. */
    private static boolean isReadable(String code, MagicLine line) {
        try {
            new CellReader().read(code, line.bodyStart());
            return true;
        } catch (CompilationException unfinished) {
            return false;
        } catch (MistakeException toBeShown) {
            return true;
        }
    }

    /** The cell without its magic line, but with all offsets kept. */
    private static String blanked(String code) {
        try {
            return MagicLine.first(code)
                    .map(MagicLine::bodyStart)
                    .map(body -> " ".repeat(body) + code.substring(body))
                    .orElse(code);
        } catch (MistakeException unclosed) {
            return code;
        }
    }

    /** Asked for help, even a cell's magic leaves the rest of the cell alone. */
    private boolean isForLine(MagicLine line) {
        return catalogue.knows(line.name())
                && (line.question() || line.percents() == 1 && !catalogue.takesCell(line.name()));
    }

    /** Made when first needed: it brings a compiler with it. */
    private CellReader reader() {
        if (reader.isEmpty()) reader = Optional.of(new CellReader());
        return reader.get();
    }

    /** Java and line magics, in their order. */
    private Optional<CellValue> runLines(Cell cell, String code) throws Throwable {
        Optional<CellValue> value = Optional.empty();
        int from = 0;
        for (var line : lineMagics(code)) {
            value = runJava(cell, code, from, line.start());
            runLine(cell, new MagicCall(line, code));
            from = line.bodyStart();
        }
        boolean javaFollows =
                from == 0 || new JavaScanner(code, code.length()).skipBlank(from) < code.length();
        return javaFollows ? runJava(cell, code, from, code.length()) : Optional.empty();
    }

    private void runLine(Cell cell, MagicCall call) throws Throwable {
        var parsed = catalogue.parse(call);
        if (parsed.helpRequested()) showHelp(cell, call.line().name());
        else if (parsed.magic() instanceof LineMagic magic)
            magic.run(new LineCall(call, catalogue, session, cell));
        else
            throw new MistakeException(
                    call.line().start(),
                    call.line().start() + call.line().written().length(),
                    "%%"
                            + call.line().name()
                            + " must be the cell's first line. Move it up: the statements before"
                            + " the loop are its set-up.");
    }

    private Optional<CellValue> runJava(Cell cell, String code, int from, int to) throws Throwable {
        var part = CodePart.of(SourceText.ofCell(code).slice(from, to));
        var compiled = session.compile(cell, List.of(part)).getFirst();
        try {
            return session.run(cell, () -> Calls.unchecked(compiled::run));
        } catch (Throwable thrown) {
            compiled.halfWay().ifPresent(said -> cell.output().err(said + "\n"));
            throw thrown;
        }
    }

    private void showHelp(Cell cell, String name) {
        cell.output().display(MimeBundle.text(catalogue.help(name)));
    }

    /** Only where a statement may begin, and only known names: % is Java's remainder too. */
    private List<MagicLine> lineMagics(String code) {
        var scanner = new JavaScanner(code, code.length());
        var found = new ArrayList<MagicLine>();
        int at = scanner.skipBlank(0);
        int depth = 0;
        boolean mayBegin = true;
        while (at < code.length()) {
            char sign = code.charAt(at);
            if (sign == '%' && mayBegin && startsLine(code, at)) {
                var line = MagicLine.at(code, at).filter(each -> catalogue.knows(each.name()));
                if (line.isPresent()) {
                    found.add(line.get());
                    at = scanner.skipBlank(line.get().bodyStart());
                    continue;
                }
            }
            depth += JavaScanner.depthChange(sign);
            mayBegin = depth <= 0 && (sign == ';' || sign == '}');
            at = scanner.skipBlank(scanner.skipToken(at));
        }
        return found;
    }

    private static boolean startsLine(String code, int at) {
        int lineStart = code.lastIndexOf('\n', at - 1) + 1;
        return code.substring(lineStart, at).isBlank();
    }
}
