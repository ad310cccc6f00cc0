package org.threadbook.kernel.session;

import jdk.jshell.ExpressionSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs compiled snippets in order, in the calling thread. */
final class SnippetRunner implements CompiledPart {
    /**
     * A snippet to run.
     *
     * @param body JShell's method around it
     * @param type the type of its value as Java source; empty if it is no expression to show
     * @param variable the notebook variable that it sets, if it declares one
     * @param forget sets JShell's own variable for the value back, so that it holds no garbage
     */
    record Step(
            MethodHandle body,
            Optional<String> type,
            Optional<String> variable,
            Optional<MethodHandle> forget) {}

    private static final MethodType OBJECT = MethodType.methodType(Object.class);

    private final List<Step> steps;

    /** How many steps have ended. Written by the thread that runs them. */
    private volatile int done;

    SnippetRunner(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    static Step step(Class<?> wrapper, Snippet snippet) {
        try {
            var method = wrapper.getDeclaredMethod("do_it$");
            method.setAccessible(true);
            var body = MethodHandles.lookup().unreflect(method).asType(OBJECT);
            return switch (snippet) {
                case VarSnippet variable
                        when variable.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND ->
                        new Step(
                                body,
                                Optional.of(variable.typeName()),
                                Optional.empty(),
                                forget(wrapper, variable.name()));
                case ExpressionSnippet expression
                        when expression.subKind() != Snippet.SubKind.ASSIGNMENT_SUBKIND ->
                        new Step(
                                body,
                                Optional.of(expression.typeName()),
                                Optional.empty(),
                                Optional.empty());
                case VarSnippet variable ->
                        new Step(
                                body,
                                Optional.empty(),
                                Optional.of(variable.name()),
                                Optional.empty());
                default -> new Step(body, Optional.empty(), Optional.empty(), Optional.empty());
            };
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("JShell's wrapper is not as expected", e);
        }
    }

    private static Optional<MethodHandle> forget(Class<?> wrapper, String name)
            throws ReflectiveOperationException {
        var field = wrapper.getDeclaredField(name);
        if (field.getType().isPrimitive()) return Optional.empty();
        field.setAccessible(true);
        var setter = MethodHandles.lookup().unreflectSetter(field);
        return Optional.of(
                MethodHandles.insertArguments(
                        setter.asType(MethodType.methodType(void.class, Object.class)),
                        0,
                        (Object) null));
    }

    @Override
    public Optional<CellValue> run() throws Throwable {
        Optional<CellValue> last = Optional.empty();
        done = 0;
        for (var step : steps) {
            @Nullable Object value = step.body().invokeExact();
            last = step.type().map(type -> new CellValue(value, type));
            if (step.forget().isPresent()) step.forget().get().invokeExact();
            done = done + 1;
        }
        return last;
    }

    @Override
    public Optional<String> halfWay() {
        var set = variables(steps.subList(0, done));
        var unset = variables(steps.subList(done, steps.size()));
        if (set.isEmpty() && unset.isEmpty()) return Optional.empty();
        var said = new ArrayList<String>();
        if (!set.isEmpty()) said.add(listed(set, "was set", "were set"));
        if (!unset.isEmpty())
            said.add(
                    listed(
                            unset,
                            "is declared, but was not set",
                            "are declared, but were not set"));
        return Optional.of("Before the cell ended, %s.".formatted(String.join("; ", said)));
    }

    private static List<String> variables(List<Step> steps) {
        return steps.stream().map(Step::variable).flatMap(Optional::stream).distinct().toList();
    }

    private static String listed(List<String> names, String one, String several) {
        return String.join(", ", names) + " " + (names.size() == 1 ? one : several);
    }
}
