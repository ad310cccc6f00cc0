package org.threadbook.kernel.session;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    SnippetCompiler(JShell jshell, ClassStore store) {
        this.jshell = jshell;
        this.store = store;
        this.splitter = new CellSplitter(jshell.sourceCodeAnalysis());
        this.known = new KnownSnippets(jshell);
        this.dropped = new DroppedSnippets(jshell);
        this.argumentTypes = new ArgumentTypes(jshell);
        this.variables = new Variables(jshell, store, known);
    }

    Variables variables() {
        return variables;
    }

    /**
     * Can be called by any thread at any time.
     *
     * @param type a class of snippets
     * @return the execution of a cell that its first snippet was compiled for
     */
    Optional<Cell> cell(Class<?> type) {
        if (type.getClassLoader() instanceof CellLoader loader) return Optional.of(loader.cell());
        return ClassNames.ids(type.getName()).stream()
                .findFirst()
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
            for (var snippet : attempt.declared()) requireDefined(snippet);
            var loader = store.commit(cell, known);
            var own = attempt.declared();
            own.stream().filter(KnownSnippets::isPassing).forEach(this::drop);
            variables.follow(own, cell.output());
            noteUnresolved(own, cell);
            return compiled.stream().map(snippets -> runner(snippets, loader)).toList();
        } catch (CompilationException e) {
            attempt.takeBack(0);
            store.commit(cell, known);
            variables.follow(Set.of(), cell.output());
            throw e;
        } finally {
            dropped.forget();
            argumentTypes.forget();
        }
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
        var chunks = splitter.split(source);
        var snippets = new HashMap<Chunk, List<Snippet>>();
        for (var chunk : CompileOrder.of(chunks)) {
            snippets.put(chunk, compile(cell, chunk, attempt));
        }
        return chunks.stream()
                .flatMap(chunk -> snippets.getOrDefault(chunk, List.of()).stream())
                .toList();
    }

    private List<Snippet> compile(Cell cell, Chunk chunk, Attempt attempt)
            throws CompilationException {
        var source = chunk.source();
        var own = attempt.eval(new Origin(cell, source));
        for (var snippet : own) {
            if (jshell.status(snippet) == Status.REJECTED) {
                throw new CompilationException(Problems.of(jshell, snippet, source));
            }
        }
        if (chunk.kind() == Chunk.Kind.BROKEN) {
            throw new CompilationException(
                    List.of(Problems.whole(source, "this is not Java, or is not complete")));
        }
        return own;
    }

    private void requireDefined(Snippet snippet) throws CompilationException {
        if (snippet instanceof DeclarationSnippet declaration
                && jshell.status(snippet) == Status.RECOVERABLE_NOT_DEFINED) {
            var origin = known.origin(snippet.id()).orElseThrow();
            throw new CompilationException(
                    Problems.unresolved(jshell, declaration, origin.source()));
        }
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
                    && jshell.status(snippet) == Status.RECOVERABLE_DEFINED) {
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
