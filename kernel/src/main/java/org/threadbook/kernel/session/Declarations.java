package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

import org.jspecify.annotations.Nullable;
import org.threadbook.display.Displays;
import org.threadbook.experiment.Workload;
import org.threadbook.experiment.control.ExitGuard;
import org.threadbook.experiment.control.StopChecks;
import org.threadbook.experiment.shipping.SerializableTypes;

import java.io.File;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that the notebook has declared: its JShell, the classes made from it, its variables. JShell
 * compiles; nothing runs here. Thread-safe; the lock is held while JShell works.
 */
final class Declarations implements AutoCloseable {
    private static final Cell NO_CELL = new Cell(0, new DroppedOutput());

    private static final List<Function<ClassModel, ClassTransform>> REWRITES =
            List.of(SerializableTypes::of, PublicMembers::of, ExitGuard::of, StopChecks::of);

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
    private volatile boolean used;

    /** Declares what every notebook has from the start. */
    Declarations() {
        var store = new ClassStore(SnippetAgent.instrumentation(), REWRITES);
        jshell =
                JShell.builder()
                        .executionEngine(new Engine(new CompileOnlyControl(store)), Map.of())
                        .compilerOptions(compilerOptions())
                        .build();
        compiler = new SnippetCompiler(jshell, store);
        splitter = new CellSplitter(jshell.sourceCodeAnalysis());
        completer = new Completer(jshell.sourceCodeAnalysis());
        DefaultImports.LINES.forEach(jshell::eval);
        define("int", "cores", Runtime.getRuntime().availableProcessors());
    }

    private static String[] compilerOptions() {
        var options = new ArrayList<>(JavaLevel.compilerOptions());
        options.addAll(List.of("-classpath", classPath()));
        return options.toArray(String[]::new);
    }

    /** What {@link VisibleClasses} lets cells see of ours. */
    private static String classPath() {
        return Stream.of(Workload.class, Displays.class)
                .map(Declarations::location)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            var source = type.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link Session#warmUp}. */
    void warmUp() {
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

    /** As {@link Session#compile}. */
    List<CompiledPart> compile(Cell cell, List<CodePart> parts) throws CompilationException {
        used = true;
        lock.lock();
        try {
            return compiler.compile(cell, parts);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link Session#complete}. */
    Completion complete(String code, int cursor) {
        return locked(() -> completer.complete(code, cursor));
    }

    /** As {@link Session#isComplete}. */
    Completeness completeness(String code) {
        return locked(() -> splitter.completeness(code));
    }

    /** As {@link Session#typeOf}. */
    Optional<String> typeOf(String expression) {
        return locked(
                () ->
                        Optional.ofNullable(
                                        jshell.sourceCodeAnalysis()
                                                .analyzeType(expression, expression.length()))
                                .filter(type -> !type.isEmpty()));
    }

    /** As {@link Session#variable}. */
    Optional<CellValue> variable(String name) {
        return locked(() -> compiler.variables().find(name).map(compiler.variables()::value));
    }

    /** As {@link Session#variables}. */
    Map<String, CellValue> variables() {
        return locked(() -> compiler.variables().all());
    }

    /** As {@link Session#define}. */
    void define(String type, String name, @Nullable Object value) {
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

    /**
     * @param index the number that JShell's stand-in for an incomplete declaration throws
     * @return what to tell the user
     */
    String describeUnresolved(int index) {
        return locked(() -> compiler.describeUnresolved(index));
    }

    /**
     * Does not wait for JShell.
     *
     * @param className the binary name of a class of snippets
     * @return the cell of the statement that the class is made for; empty if it is made for methods
     *     or types, which any cell may use
     */
    Optional<Cell> cellOfStatement(String className) {
        return compiler.cellOfStatement(className);
    }

    @Override
    public void close() {
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
