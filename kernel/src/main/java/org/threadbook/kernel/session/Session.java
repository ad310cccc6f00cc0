package org.threadbook.kernel.session;

import jdk.jshell.spi.SPIResolutionException;

import org.jspecify.annotations.Nullable;
import org.threadbook.kernel.display.Rendering;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;

/**
 * The notebook's JShell. Cells are compiled and run one at a time by the caller's thread;
 * completion and {@link #interrupt} may be called by others meanwhile.
 *
 * <p>JShell compiles, the notebook thread runs: the lock is held while JShell works, never while a
 * cell runs, so that completion answers meanwhile. {@link #close} ends the notebook thread, puts
 * the standard streams back and closes JShell, in this order.
 */
public final class Session implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofMillis(500);

    private final Ownership ownership = new Ownership(this::contextOfStatement);
    private final CellThreads cellThreads = new CellThreads(ownership);
    private final LeftBehind leftBehind = new LeftBehind(cellThreads);
    private final NotebookThread notebook = new NotebookThread(cellThreads, leftBehind);
    private final OutputRouter router;
    private final InputRouter input;
    private final CellDisplays displays;
    private final MemoryReserve reserve = new MemoryReserve();
    private volatile Declarations declarations = new Declarations();
    private final Map<Cell, CellContext> contexts = new WeakHashMap<>();

    /** A session that shows values as text. */
    public Session() {
        this(new Rendering());
    }

    /**
     * A session to which {@code System.out}, {@code err} and {@code in} belong from now on.
     *
     * @param rendering how values are shown that a cell displays
     */
    public Session(Rendering rendering) {
        router = new OutputRouter(ownership);
        input = new InputRouter(router::owner);
        displays = new CellDisplays(router, rendering);
        router.install();
        input.install();
        displays.install();
    }

    /**
     * Has JShell and the compiler load and link what cells usually need, until the first cell
     * comes. Leaves no trace in the notebook.
     */
    public void warmUp() {
        declarations.warmUp();
    }

    /**
     * Compiles the parts of a cell, in order, without running anything. If one does not compile,
     * the notebook's declarations are as before.
     *
     * @param cell the cell
     * @param parts its parts
     * @return what can be run, a compiled part per part
     * @throws CompilationException if a part does not compile
     */
    public List<CompiledPart> compile(Cell cell, List<CodePart> parts) throws CompilationException {
        reserve.refill();
        try {
            return declarations.compile(cell, parts);
        } catch (OutOfMemoryError e) {
            reserve.release();
            throw e;
        }
    }

    /**
     * Compiles a cell of plain Java and runs it.
     *
     * @param cell the cell
     * @param source its text
     * @return the value of its last expression, if it ends in one
     * @throws CompilationException if it does not compile; nothing has run then
     * @throws Throwable what it throws, as it is
     */
    public Optional<CellValue> execute(Cell cell, String source) throws Throwable {
        var part = compile(cell, List.of(CodePart.of(SourceText.ofCell(source)))).getFirst();
        return run(cell, () -> runAsIs(part));
    }

    /** Lets checked exceptions of the user pass through a Callable as they are. */
    private static Optional<CellValue> runAsIs(CompiledPart part) throws Exception {
        try {
            return part.run();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw Session.<RuntimeException>unchecked(e);
        }
    }

    @SuppressWarnings("unchecked") // erased: whatever it is, it is thrown
    private static <X extends Throwable> X unchecked(Throwable e) throws X {
        throw (X) e;
    }

    /**
     * Runs something in the notebook thread, with prints going to the cell, and waits for it.
     *
     * @param cell the cell
     * @param body what to run
     * @return what it returns
     * @throws Throwable what it throws, as it is; {@link org.threadbook.experiment.control.Stopped}
     *     if {@link #interrupt} ended it
     */
    public <T extends @Nullable Object> T run(Cell cell, Callable<T> body) throws Throwable {
        var context = contextOf(cell);
        router.running(context);
        try {
            return notebook.run(
                    () -> {
                        try (var _ = context.bind()) {
                            return body.call();
                        }
                    },
                    context);
        } catch (SPIResolutionException e) {
            throw describe(e);
        } catch (OutOfMemoryError e) {
            reserve.release();
            throw e;
        } finally {
            router.flush();
        }
    }

    /**
     * Puts the standard streams back if the cell has replaced them, and says so below it: who
     * forgets that would see no print any more.
     *
     * @param cell a cell that has ended
     */
    public void ended(Cell cell) {
        var names = router.takeBack();
        names.addAll(input.takeBack());
        if (names.isEmpty()) return;
        var replaced = String.join(" and ", names);
        cell.output()
                .err(
                        "Note: this cell replaced %s. That was undone when the cell ended, so that later cells show what they print; replace it again in each cell that needs it.\n"
                                .formatted(replaced));
    }

    private MissingDeclarationException describe(SPIResolutionException e) {
        return new MissingDeclarationException(declarations.describeUnresolved(e.id()), e);
    }

    /**
     * @param code the text of a cell
     * @param cursor an offset into it, in chars
     * @return what could stand at the cursor
     */
    public Completion complete(String code, int cursor) {
        return declarations.complete(code, cursor);
    }

    /**
     * @param code the text of a cell
     * @return whether it could be run as it is
     */
    public Completeness isComplete(String code) {
        return declarations.completeness(code);
    }

    /**
     * Ends what runs in the notebook thread. Does nothing if nothing runs.
     *
     * @return whether something runs
     */
    public boolean interrupt() {
        return notebook.interrupt();
    }

    /**
     * @return what the threads do that cells have started, and those of pools that run what a cell
     *     gave them
     */
    public List<ThreadEntry> threads() {
        var locks = new Locks();
        variables().forEach((name, value) -> locks.name(name, value.value()));
        return new ThreadLister(cellThreads, leftBehind, locks).list();
    }

    /**
     * Ends what a cell started and still runs. What has not ended after a moment ends when it can.
     *
     * @param cell the execution count of the cell
     * @return the threads that have not ended yet
     */
    public List<CellThread> stopThreads(int cell) {
        var stop = new CellStop(cellThreads, cell, Thread.currentThread(), List.of());
        return stop.all(STOP_GRACE, leftBehind);
    }

    /**
     * @param expression a Java expression
     * @return its static type as Java source; empty if it has none, or does not compile
     */
    public Optional<String> typeOf(String expression) {
        return declarations.typeOf(expression);
    }

    /**
     * @param name a notebook variable
     * @return its value and declared type; empty if there is no such variable
     */
    public Optional<CellValue> variable(String name) {
        return declarations.variable(name);
    }

    /**
     * @return all notebook variables by name, in the order of their declaration
     */
    public Map<String, CellValue> variables() {
        return declarations.variables();
    }

    /**
     * Declares a notebook variable, in place of any of that name.
     *
     * @param type its type as Java source
     * @param name its name
     * @param value its value, an instance of the type
     */
    public void define(String type, String name, @Nullable Object value) {
        declarations.define(type, name, value);
    }

    /**
     * Forgets all that cells have declared and imported. What runs in other threads goes on; but
     * JShell numbers classes from the start again, so that a task which a pool holds from before
     * may print to a later cell. Called by the thread that runs cells.
     */
    public void reset() {
        var before = declarations;
        declarations = new Declarations();
        before.close();
    }

    private Optional<CellContext> contextOfStatement(String className) {
        return declarations.cellOfStatement(className).map(this::contextOf);
    }

    /**
     * @param cell a cell
     * @return where it prints: one context for all that it does, so that it stays in order
     */
    public synchronized CellContext contextOf(Cell cell) {
        return contexts.computeIfAbsent(
                cell, each -> new CellContext(each.count(), each.output(), each.input()));
    }

    @Override
    public void close() {
        notebook.close();
        reserve.close();
        displays.close();
        input.close();
        router.close();
        declarations.close();
    }
}
