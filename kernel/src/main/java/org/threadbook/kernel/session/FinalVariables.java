package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

import org.threadbook.kernel.session.CompilationException.Problem;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds that nothing but its declaration assigns a {@code final} variable of the notebook. JShell
 * sets the variable in a method of its own, so the field itself cannot be final; what is looked at
 * is the compiled code, in which it is settled what a name means. Used by one thread at a time.
 */
final class FinalVariables {
    private static final String DECLARATION = "do_it$";

    /** An instruction that assigns a final variable. */
    private record Assignment(VarSnippet variable, String className, int line) {}

    private final JShell jshell;
    private final ClassStore store;
    private final KnownSnippets known;
    private final VariableModifiers modifiers;
    private final SnippetParser parser;

    FinalVariables(
            JShell jshell,
            ClassStore store,
            KnownSnippets known,
            VariableModifiers modifiers,
            SnippetParser parser) {
        this.jshell = jshell;
        this.store = store;
        this.known = known;
        this.modifiers = modifiers;
        this.parser = parser;
    }

    /**
     * Called when a cell has compiled and is not committed yet.
     *
     * @param declared the snippets of the cell
     * @throws CompilationException if something assigns a final variable
     */
    void check(Set<Snippet> declared) throws CompilationException {
        var finals = new HashMap<String, VarSnippet>();
        jshell.variables()
                .filter(modifiers::isFinal)
                .filter(variable -> jshell.status(variable).isDefined())
                .forEach(variable -> finals.put(field(variable), variable));
        if (finals.isEmpty()) return;
        // What earlier cells declared may assign what this cell makes final.
        boolean isNew = finals.values().stream().anyMatch(declared::contains);
        var classes = isNew ? store.latest(known::isPresent) : store.undefined(known::isPresent);
        var assignments = new ArrayList<Assignment>();
        classes.forEach((name, bytes) -> find(name, bytes, finals, assignments));
        if (assignments.isEmpty()) return;
        throw new CompilationException(
                assignments.stream()
                        .map(assignment -> problem(assignment, declared))
                        .distinct()
                        .sorted(Comparator.comparing(Problem::start))
                        .toList());
    }

    private String field(VarSnippet variable) {
        return known.className(variable).replace('.', '/') + "." + variable.name();
    }

    private void find(
            String className,
            byte[] bytes,
            Map<String, VarSnippet> finals,
            List<Assignment> assignments) {
        for (var method : ClassFile.of().parse(bytes).methods()) {
            boolean isDeclaration = method.methodName().equalsString(DECLARATION);
            int line = 0;
            for (var element : method.code().map(CodeModel::elementList).orElse(List.of())) {
                if (element instanceof LineNumber number) line = number.line();
                if (!(element instanceof FieldInstruction field)
                        || field.opcode() != Opcode.PUTSTATIC) continue;
                var variable = finals.get(field.owner().asInternalName() + "." + field.name());
                if (variable == null || isDeclaration && mayAssign(className, variable)) continue;
                assignments.add(new Assignment(variable, className, line));
            }
        }
    }

    /** Its declaration may, and if that has no value, the statements of the same cell. */
    private boolean mayAssign(String className, VarSnippet variable) {
        if (className.equals(known.className(variable))) return true;
        return variable.subKind() == Snippet.SubKind.VAR_DECLARATION_SUBKIND
                && cell(variable.id())
                        .equals(ClassNames.ids(className).stream().findFirst().flatMap(this::cell));
    }

    private Optional<Cell> cell(String id) {
        return known.origin(id).map(Origin::cell);
    }

    private Problem problem(Assignment assignment, Set<Snippet> declared) {
        var name = assignment.variable().name();
        var snippet =
                ClassNames.ids(assignment.className()).stream()
                        .map(known::snippet)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseThrow();
        var origin = known.origin(snippet.id()).orElseThrow();
        if (declared.contains(snippet)) {
            var message = "cannot assign a value to final variable " + name;
            int line = known.lines(assignment.className()).cellLine(assignment.line()).orElse(0);
            return place(origin.source(), name, line, message);
        }
        return Problems.whole(
                known.origin(assignment.variable().id()).orElseThrow().source(),
                "%s cannot be final: %s assigns a value to it"
                        .formatted(name, SnippetLines.fileName(origin.cell())));
    }

    private Problem place(SourceText source, String name, int line, String message) {
        var parsed =
                Optional.ofNullable(parser.members(List.of(source)).get(source))
                        .or(() -> parser.statements(source));
        var places = parsed.map(found -> AssignedPlaces.of(name, found)).orElse(List.of());
        return places.stream()
                .filter(place -> source.cellLine(place.start()) == line)
                .findFirst()
                .or(() -> places.stream().findFirst())
                .map(
                        place ->
                                new Problem(
                                        source.cellOffset(place.start()),
                                        source.cellOffset(place.end() - 1) + 1,
                                        message))
                .orElseGet(() -> Problems.whole(source, message));
    }
}
