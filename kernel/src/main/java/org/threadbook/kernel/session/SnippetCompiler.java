package org.threadbook.kernel.session;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.VarSnippet;

import org.threadbook.kernel.session.CompilationException.Problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compiles the snippets of cells with JShell, all or none. Nothing runs here. Used by one thread at
 * a time: the session's lock is held.
 */
final class SnippetCompiler {
    private final JShell jshell;
    private final ClassStore store;
    private final CellSplitter splitter;
    private final KnownSnippets known;
    private final DroppedSnippets dropped;
    private final ArgumentTypes argumentTypes;
    private final Variables variables;
    private final FinalVariables finals;
    private final ChunkCompiler chunkCompiler;

    SnippetCompiler(JShell jshell, ClassStore store) {
        this.jshell = jshell;
        this.store = store;
        this.splitter = new CellSplitter(jshell.sourceCodeAnalysis());
        var parser = new SnippetParser();
        var modifiers = new VariableModifiers(parser);
        this.known = new KnownSnippets(jshell, modifiers);
        this.dropped = new DroppedSnippets(jshell);
        this.argumentTypes = new ArgumentTypes(jshell);
        this.variables = new Variables(jshell, store, known);
        this.finals = new FinalVariables(jshell, store, known, modifiers, parser);
        this.chunkCompiler = new ChunkCompiler(jshell, store, known, modifiers, parser);
    }

    Variables variables() {
        return variables;
    }

    /**
     * Can be called by any thread at any time.
     *
     * @param className the binary name of a class of snippets
     * @return the cell of the statement that the class is made for; empty if it is made for methods
     *     or types, which any cell may use
     */
    Optional<Cell> cellOfStatement(String className) {
        return store.cell(className).or(() -> cellOfVariable(className));
    }

    private Optional<Cell> cellOfVariable(String className) {
        return ClassNames.ids(className).stream()
                .findFirst()
                .filter(id -> known.snippet(id).filter(VarSnippet.class::isInstance).isPresent())
                .flatMap(known::origin)
                .map(Origin::cell);
    }

    /**
     * @param cell the cell
     * @param parts its parts
     * @return a runnable part for each
     * @throws CompilationException if a part does not compile; then all is as before
     */
    List<CompiledPart> compile(Cell cell, List<CodePart> parts) throws CompilationException {
        var attempt = new Attempt(jshell, store, known);
        try {
            var compiled = new ArrayList<List<Snippet>>();
            for (var part : parts) compiled.add(compile(cell, part, attempt));
            var own = attempt.declared();
            requireDefined(own);
            finals.check(own);
            var loader = store.commit(cell, known);
            own.stream().filter(KnownSnippets::isPassing).forEach(this::drop);
            variables.follow(own, cell.output());
            noteUnresolved(own, cell);
            return compiled.stream().map(snippets -> runner(snippets, loader)).toList();
        } catch (OutOfMemoryError e) {
            takeBack(cell, attempt);
            throw e;
        } catch (CompilationException e) {
            var problems = new LinkedHashSet<>(unresolved(attempt.declared()));
            problems.addAll(e.problems());
            takeBack(cell, attempt);
            throw new CompilationException(
                    Problems.causes(problems, attempt.expected()).stream()
                            .sorted(Comparator.comparing(Problem::start))
                            .toList());
        } finally {
            dropped.forget();
            argumentTypes.forget();
        }
    }

    private void takeBack(Cell cell, Attempt attempt) {
        attempt.takeBack(0);
        store.commit(cell, known);
        variables.follow(Set.of(), cell.output());
    }

    private List<Snippet> compile(Cell cell, CodePart part, Attempt attempt)
            throws CompilationException {
        int mark = attempt.mark();
        for (var source : part.alternatives().subList(0, part.alternatives().size() - 1)) {
            try {
                return compile(cell, source, attempt);
            } catch (CompilationException e) {
                attempt.takeBack(mark);
            }
        }
        return compile(cell, part.alternatives().getLast(), attempt);
    }

    /** Gives the snippets in the order in which they run. */
    private List<Snippet> compile(Cell cell, SourceText source, Attempt attempt)
            throws CompilationException {
        var runs = splitter.runs(split(source));
        var chunks = runs.chunks();
        chunks.stream().filter(Chunk::isHoisted).map(Chunk::name).forEach(attempt::expect);
        var snippets = new HashMap<Chunk, List<Snippet>>();
        for (var chunk : CompileOrder.of(chunks)) {
            snippets.put(chunk, compile(cell, chunk, runs.parts(chunk), attempt));
        }
        return chunks.stream()
                .flatMap(chunk -> snippets.getOrDefault(chunk, List.of()).stream())
                .toList();
    }

    /**
     * What does not compile joined is compiled part by part, which tells what is wrong as usual.
     */
    private List<Snippet> compile(Cell cell, Chunk chunk, List<Chunk> parts, Attempt attempt)
            throws CompilationException {
        if (parts.size() == 1) return chunkCompiler.compile(cell, chunk, attempt);
        int mark = attempt.mark();
        try {
            return chunkCompiler.compile(cell, chunk, attempt);
        } catch (CompilationException e) {
            attempt.takeBack(mark);
        }
        var snippets = new ArrayList<Snippet>();
        for (var part : parts) snippets.addAll(chunkCompiler.compile(cell, part, attempt));
        return snippets;
    }

    private List<Chunk> split(SourceText source) throws CompilationException {
        try {
            return splitter.split(source);
        } catch (StackOverflowError | IllegalStateException | InternalError e) {
            throw Problems.tooDeep(source, e);
        }
    }

    /**
     * What the cell declares in terms of types that no cell has declared. That may come later, but
     * it explains errors if there are any.
     */
    private List<Problem> unresolved(Set<Snippet> declared) {
        return declared.stream()
                .filter(each -> jshell.status(each) == Status.RECOVERABLE_NOT_DEFINED)
                .map(DeclarationSnippet.class::cast)
                .flatMap(
                        declaration ->
                                known.origin(declaration.id()).stream()
                                        .flatMap(
                                                origin ->
                                                        Problems.unresolved(
                                                                jshell,
                                                                declaration,
                                                                origin.source())
                                                                .stream()))
                .toList();
    }

    private void requireDefined(Set<Snippet> declared) throws CompilationException {
        var undefined =
                declared.stream()
                        .filter(each -> jshell.status(each) == Status.RECOVERABLE_NOT_DEFINED)
                        .filter(each -> !canWait((DeclarationSnippet) each))
                        .collect(Collectors.toSet());
        if (!undefined.isEmpty()) throw new CompilationException(unresolved(undefined));
    }

    /**
     * A variable cannot wait for its type, since its declaration is run; and what waits for nothing
     * has failed without a word, as a method that is too large.
     */
    private boolean canWait(DeclarationSnippet snippet) {
        return !(snippet instanceof VarSnippet)
                && jshell.unresolvedDependencies(snippet).findAny().isPresent();
    }

    private CompiledPart runner(List<Snippet> snippets, CellLoader loader) {
        return new SnippetRunner(
                snippets.stream()
                        .filter(snippet -> snippet.subKind().isExecutable())
                        .map(
                                snippet ->
                                        SnippetRunner.step(
                                                loader.load(known.className(snippet)), snippet))
                        .toList());
    }

    /**
     * JShell imports the variable that it makes for the value of an expression into all later
     * snippets, and compiles statements again when what they use changes, all of which makes it
     * slower and slower: so they are dropped. Their classes live on while they are in use.
     */
    private void drop(Snippet snippet) {
        jshell.drop(snippet);
        known.remove(snippet);
    }

    private void noteUnresolved(Set<Snippet> own, Cell cell) {
        for (var snippet : own) {
            if (snippet instanceof DeclarationSnippet declaration
                    && (jshell.status(snippet) == Status.RECOVERABLE_DEFINED
                            || jshell.status(snippet) == Status.RECOVERABLE_NOT_DEFINED)) {
                cell.output()
                        .err(
                                "Note: %s cannot be used until %s is declared.\n"
                                        .formatted(
                                                declaration.name(),
                                                Problems.missing(jshell, declaration)));
            }
        }
    }

    /**
     * @param id the number that JShell's stand-in for an incomplete declaration throws
     * @return what to tell the user
     */
    String describeUnresolved(int id) {
        return known.snippet(Integer.toString(id))
                .filter(DeclarationSnippet.class::isInstance)
                .map(DeclarationSnippet.class::cast)
                .map(
                        declaration ->
                                "%s cannot run yet: it uses %s, which no cell has declared"
                                        .formatted(
                                                declaration.name(),
                                                Problems.missing(jshell, declaration)))
                .orElse("something is used here that no cell has declared");
    }
}
