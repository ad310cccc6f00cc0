package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.VarSnippet;

import java.util.List;
import java.util.Optional;

/**
 * Has JShell compile one snippet, and gets round what JShell or the JVM cannot do with it. Used by
 * one thread at a time.
 */
final class ChunkCompiler {
    /** How often the value of a constant may be another constant. */
    private static final int CONSTANTS_OF_CONSTANTS = 4;

    private final JShell jshell;
    private final ClassStore store;
    private final KnownSnippets known;
    private final VariableModifiers modifiers;
    private final ConstantVariables constants;

    ChunkCompiler(
            JShell jshell,
            ClassStore store,
            KnownSnippets known,
            VariableModifiers modifiers,
            SnippetParser parser) {
        this.jshell = jshell;
        this.store = store;
        this.known = known;
        this.modifiers = modifiers;
        this.constants = new ConstantVariables(jshell, modifiers, parser);
    }

    /**
     * @param cell the execution of the cell
     * @param chunk a snippet of it
     * @param attempt notes what that changes
     * @return JShell's snippets: none for an import that is there, several for several variables
     * @throws CompilationException if it does not compile; what it has changed is not taken back
     */
    List<Snippet> compile(Cell cell, Chunk chunk, Attempt attempt) throws CompilationException {
        if (isImported(chunk)) return List.of();
        int mark = attempt.mark();
        var source = chunk.source();
        var own = evaluate(new Origin(cell, source), attempt);
        for (int i = 0; i < CONSTANTS_OF_CONSTANTS && rejected(own).isPresent(); i++) {
            var inlined = constants.inline(rejected(own).get(), source);
            if (inlined.isEmpty()) break;
            attempt.takeBack(mark);
            source = inlined.get();
            own = evaluate(new Origin(cell, source), attempt);
        }
        var rejected = rejected(own);
        if (rejected.isPresent()) {
            throw new CompilationException(Problems.of(jshell, rejected.get(), source));
        }
        if (chunk.kind() == Chunk.Kind.BROKEN) {
            throw new CompilationException(
                    List.of(Problems.whole(source, "this is not Java, or is not complete")));
        }
        return own;
    }

    private Optional<Snippet> rejected(List<Snippet> snippets) {
        return snippets.stream().filter(each -> jshell.status(each) == Status.REJECTED).findFirst();
    }

    /** JShell compiles all snippets again for an import on demand, also if it is there already. */
    private boolean isImported(Chunk chunk) {
        if (chunk.kind() != Chunk.Kind.IMPORT) return false;
        var text = chunk.source().text().strip();
        return jshell.imports()
                .anyMatch(
                        each ->
                                each.source().strip().equals(text)
                                        && jshell.status(each).isDefined());
    }

    private List<Snippet> evaluate(Origin origin, Attempt attempt) throws CompilationException {
        try {
            return evaluateAsItIs(origin, attempt);
        } catch (StackOverflowError | IllegalStateException | InternalError e) {
            throw Problems.tooDeep(origin.source(), e);
        }
    }

    private List<Snippet> evaluateAsItIs(Origin origin, Attempt attempt) {
        int mark = attempt.mark();
        var own = attempt.eval(origin);
        if (own.stream().anyMatch(snippet -> Problems.isJShellsMistake(jshell, snippet))) {
            attempt.takeBack(mark);
            own = attempt.evalWithoutOverloads(origin);
        }
        for (var snippet : own) {
            if (snippet instanceof VarSnippet variable && changesVolatility(variable)) {
                moveToNewClass(variable, origin, attempt);
                return attempt.eval(origin);
            }
        }
        return own;
    }

    private boolean changesVolatility(VarSnippet variable) {
        if (!jshell.status(variable).isDefined()) return false;
        return store.defined(known.className(variable))
                .map(
                        bytes ->
                                VolatileFields.isVolatile(bytes, variable.name())
                                        != modifiers.isVolatile(variable))
                .orElse(false);
    }

    /**
     * JShell leaves a variable that is declared again in its class, and the JVM cannot change the
     * modifiers of a field. After a declaration of another shape JShell makes a new class.
     */
    private void moveToNewClass(VarSnippet variable, Origin origin, Attempt attempt) {
        var source = origin.source();
        for (var type : List.of(variable.typeName(), "Object")) {
            var value =
                    switch (type) {
                        case "boolean" -> "false";
                        case "byte", "short", "char", "int", "long", "float", "double" ->
                                "(" + type + ") 0";
                        default -> "null";
                    };
            var declaration =
                    "%s %s = ((java.util.function.BooleanSupplier) () -> true).getAsBoolean() ? %s : %s;"
                            .formatted(type, variable.name(), value, value);
            var placeholder = source.replace(0, source.text().length(), declaration);
            var made = attempt.eval(new Origin(origin.cell(), placeholder));
            if (made.stream().allMatch(each -> jshell.status(each).isDefined())) return;
        }
    }
}
