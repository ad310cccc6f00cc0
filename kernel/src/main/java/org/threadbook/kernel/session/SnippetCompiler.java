package org.threadbook.kernel.session;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;

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
    private final Variables variables;

    SnippetCompiler(JShell jshell, ClassStore store) {
        this.jshell = jshell;
        this.store = store;
        this.splitter = new CellSplitter(jshell.sourceCodeAnalysis());
        this.known = new KnownSnippets(jshell);
        this.variables = new Variables(jshell, store, known);
    }

    Variables variables() {
        return variables;
    }

    /**
     * Can be called by any thread at any time.
     *
     * @param className the binary name of a class of snippets
     * @return where its first snippet was written
     */
    Optional<Origin> origin(String className) {
        return ClassNames.ids(className).stream().findFirst().flatMap(known::origin);
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
            store.commit(known::isPresent, known::lines);
            var own = attempt.declared();
            own.stream().filter(SnippetCompiler::isTemporary).forEach(jshell::drop);
            variables.follow(own, cell.output());
            noteUnresolved(own, cell);
            return compiled.stream().map(this::runner).toList();
        } catch (CompilationException | OutOfMemoryError e) {
            attempt.takeBack(0);
            store.commit(known::isPresent, known::lines);
            variables.follow(Set.of(), cell.output());
            throw e;
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
        var runs = splitter.runs(split(source));
        var chunks = runs.chunks();
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
        if (parts.size() == 1) return compile(cell, chunk, attempt);
        int mark = attempt.mark();
        try {
            return compile(cell, chunk, attempt);
        } catch (CompilationException e) {
            attempt.takeBack(mark);
        }
        var snippets = new ArrayList<Snippet>();
        for (var part : parts) snippets.addAll(compile(cell, part, attempt));
        return snippets;
    }

    private List<Snippet> compile(Cell cell, Chunk chunk, Attempt attempt)
            throws CompilationException {
        var source = chunk.source();
        var own = eval(new Origin(cell, source), attempt);
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

    private List<Chunk> split(SourceText source) throws CompilationException {
        try {
            return splitter.split(source);
        } catch (StackOverflowError | IllegalStateException | InternalError e) {
            throw Problems.tooDeep(source, e);
        }
    }

    private static List<Snippet> eval(Origin origin, Attempt attempt) throws CompilationException {
        try {
            return attempt.eval(origin);
        } catch (StackOverflowError | IllegalStateException | InternalError e) {
            throw Problems.tooDeep(origin.source(), e);
        }
    }

    private void requireDefined(Snippet snippet) throws CompilationException {
        if (snippet instanceof DeclarationSnippet declaration
                && jshell.status(snippet) == Status.RECOVERABLE_NOT_DEFINED) {
            var origin = known.origin(snippet.id()).orElseThrow();
            throw new CompilationException(
                    Problems.unresolved(jshell, declaration, origin.source()));
        }
    }

    private CompiledPart runner(List<Snippet> snippets) {
        return new SnippetRunner(
                snippets.stream()
                        .filter(snippet -> snippet.subKind().isExecutable())
                        .map(
                                snippet ->
                                        SnippetRunner.step(
                                                store.load(known.className(snippet)), snippet))
                        .toList());
    }

    /**
     * JShell imports the variable that it makes for the value of an expression into all later
     * snippets, which makes them slower and slower: so it is dropped. Its class lives on.
     */
    private static boolean isTemporary(Snippet snippet) {
        return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
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
