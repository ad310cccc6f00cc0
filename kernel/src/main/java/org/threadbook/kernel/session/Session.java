package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import jdk.jshell.spi.SPIResolutionException;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Workload;
import org.threadbook.experiment.control.ExitGuard;
import org.threadbook.experiment.control.StopChecks;
import org.threadbook.experiment.shipping.SerializableTypes;

import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The notebook's JShell. Cells are compiled and run one at a time by the caller's thread;
 * completion and {@link #interrupt} may be called by others meanwhile.
 *
 * <p>JShell compiles, the notebook thread runs: the lock is held while JShell works, never while a
 * cell runs, so that completion answers meanwhile. {@link #close} ends the notebook thread, puts
 * the standard streams back and closes JShell, in this order.
 */
public final class Session implements AutoCloseable {
    private static final Cell NO_CELL = new Cell(0, new DroppedOutput());

    private static final List<Function<ClassModel, ClassTransform>> REWRITES =
            List.of(SerializableTypes::of, ExitGuard::of, StopChecks::of);

    /** None of it compiles as a whole, so that nothing stays declared. */
    private static final List<String> WARM_UP =
            List.of(
                    "1 + 1; none",
                    "int add(int a) { int b = a; b++; return b; } none",
                    "List<Integer> l = IntStream.range(0, 3).boxed().toList(); none",
                    "for (int i : new int[] {1}) System.out.println(i); none",
                    "record P(int a) {} var p = new P(1); p.a(); none");

    private final ReentrantLock lock = new ReentrantLock();
    private final JShell jshell;
    private final SnippetCompiler compiler;
    private final CellSplitter splitter;
    private final Completer completer;
    private final NotebookThread notebook = new NotebookThread();
    private final OutputRouter router;
    private final MemoryReserve reserve = new MemoryReserve();
    private volatile boolean used;
    private final Map<Cell, CellContext> contexts = new WeakHashMap<>();

    /** A session that prints through {@code System.out} and {@code System.err} from now on. */
    public Session() {
        var store = new ClassStore(SnippetAgent.instrumentation(), REWRITES);
        jshell =
                JShell.builder()
                        .executionEngine(new Engine(new CompileOnlyControl(store)), Map.of())
                        .compilerOptions("-classpath", experiment().toString())
                        .build();
        compiler = new SnippetCompiler(jshell, store);
        splitter = new CellSplitter(jshell.sourceCodeAnalysis());
        completer = new Completer(jshell.sourceCodeAnalysis());
        router = new OutputRouter(this::contextOfClass);
        declareDefaults();
        router.install();
    }

    private void declareDefaults() {
        DefaultImports.LINES.forEach(jshell::eval);
        define("int", "cores", Runtime.getRuntime().availableProcessors());
    }

    /**
     * Has JShell and the compiler load and link what cells usually need, until the first cell
     * comes. Leaves no trace in the notebook.
     */
    public void warmUp() {
        for (var source : WARM_UP) {
            lock.lock();
            try {
                if (used) return;
                compiler.compile(NO_CELL, List.of(CodePart.of(SourceText.ofCell(source))));
            } catch (CompilationException e) {
                // As meant: what did compile is taken back.
            } finally {
                lock.unlock();
            }
        }
    }

    private static Path experiment() {
        try {
            return Path.of(
                    Workload.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
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
        used = true;
        reserve.refill();
        lock.lock();
        try {
            return compiler.compile(cell, parts);
        } catch (OutOfMemoryError e) {
            reserve.release();
            throw e;
        } finally {
            lock.unlock();
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
                    cell.output()::err);
        } catch (SPIResolutionException e) {
            throw describe(e);
        } catch (OutOfMemoryError e) {
            reserve.release();
            throw e;
        } finally {
            router.flush();
        }
    }

    private MissingDeclarationException describe(SPIResolutionException e) {
        lock.lock();
        try {
            return new MissingDeclarationException(compiler.describeUnresolved(e.id()), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param code the text of a cell
     * @param cursor an offset into it, in chars
     * @return what could stand at the cursor
     */
    public Completion complete(String code, int cursor) {
        lock.lock();
        try {
            return completer.complete(code, cursor);
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param code the text of a cell
     * @return whether it could be run as it is
     */
    public Completeness isComplete(String code) {
        lock.lock();
        try {
            return splitter.completeness(code);
        } finally {
            lock.unlock();
        }
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
     * @param expression a Java expression
     * @return its static type as Java source; empty if it has none, or does not compile
     */
    public Optional<String> typeOf(String expression) {
        lock.lock();
        try {
            return Optional.ofNullable(
                            jshell.sourceCodeAnalysis()
                                    .analyzeType(expression, expression.length()))
                    .filter(type -> !type.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param name a notebook variable
     * @return its value and declared type; empty if there is no such variable
     */
    public Optional<CellValue> variable(String name) {
        lock.lock();
        try {
            return compiler.variables().find(name).map(compiler.variables()::value);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Declares a notebook variable, in place of any of that name.
     *
     * @param type its type as Java source
     * @param name its name
     * @param value its value, an instance of the type
     */
    public void define(String type, String name, @Nullable Object value) {
        lock.lock();
        try {
            var present =
                    compiler.variables().find(name).filter(each -> each.typeName().equals(type));
            if (present.isEmpty()) {
                var declaration = SourceText.ofCell(type + " " + name + ";");
                compiler.compile(NO_CELL, List.of(CodePart.of(declaration)));
            }
            compiler.variables().set(compiler.variables().find(name).orElseThrow(), value);
        } catch (CompilationException e) {
            throw new IllegalArgumentException(
                    "%s %s cannot be declared: %s".formatted(type, name, e.getMessage()), e);
        } finally {
            lock.unlock();
        }
    }

    private Optional<CellContext> contextOfClass(String className) {
        return compiler.origin(className).map(origin -> contextOf(origin.cell()));
    }

    /**
     * @param cell a cell
     * @return where it prints: one context for all that it does, so that it stays in order
     */
    public synchronized CellContext contextOf(Cell cell) {
        return contexts.computeIfAbsent(cell, each -> new CellContext(each.output()));
    }

    @Override
    public void close() {
        notebook.close();
        reserve.close();
        router.close();
        lock.lock();
        try {
            jshell.close();
        } finally {
            lock.unlock();
        }
    }

    private record Engine(ExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "threadbook";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }
}
