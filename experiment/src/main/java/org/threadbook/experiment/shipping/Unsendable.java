package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.TaskBody;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains why a value cannot be sent to another process, so that its author finds the place. */
public final class Unsendable {
    private static final ObjectWriter.Met NOBODY = _ -> true;
    private static final String CURE =
            "declare the field transient, build it inside the task, or run on a thread pool, which"
                    + " shares memory.";

    private Unsendable() {}

    /**
     * @param body the task's body
     * @param thrown what serialization threw
     * @return the same exception with an explanation as its message
     */
    public static IOException task(Object body, Throwable thrown) {
        return explain(
                "this task cannot be sent to a worker process", "task", "", body, thrown, CURE);
    }

    /**
     * @param value a task's result
     * @param thrown what serialization threw
     * @return the same exception with an explanation as its message
     */
    public static IOException result(@Nullable Object value, Throwable thrown) {
        return explain(
                "the result of this task cannot be sent back from its worker process",
                "result",
                "",
                value,
                thrown,
                "Return only what is needed of it, declare the field transient, or run on a thread"
                        + " pool, which shares memory.");
    }

    static IOException variables(Iterable<Variable> variables, Throwable thrown) {
        for (var variable : variables) {
            try {
                ObjectWriter.bytes(variable.value(), NOBODY);
            } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError again) {
                var owner = variable.field().getDeclaringClass();
                var origin = "notebook variable" + cell(owner).map(at -> ", " + at).orElse("");
                return explain(
                        "this task cannot be sent to a worker process",
                        variable.field().getName(),
                        origin,
                        variable.value(),
                        again,
                        CURE);
            }
        }
        return new IOException("the task's variables cannot be sent: " + thrown, thrown);
    }

    private static IOException explain(
            String what,
            String rootName,
            String rootOrigin,
            @Nullable Object root,
            Throwable thrown,
            String cure) {
        var culprit = culprit(thrown);
        List<ObjectPath> path =
                culprit.map(
                                name ->
                                        ObjectPath.find(
                                                rootName,
                                                root,
                                                object -> object.getClass().getName().equals(name)))
                        .orElse(List.of());
        path = withoutOurs(path, rootName);
        var reason =
                switch (thrown) {
                    case NotSerializableException _ -> "not serializable";
                    case InvalidClassException invalid -> String.valueOf(invalid.getMessage());
                    case OutOfMemoryError _ -> "larger than the memory that is left here";
                    case StackOverflowError _ -> "nested too deeply to be serialized";
                    default -> thrown.toString();
                };
        var message = new StringBuilder(what);
        if (path.isEmpty()) {
            message.append("\n  ").append(rootName);
            if (!rootOrigin.isEmpty()) message.append("  ").append(rootOrigin);
            culprit.ifPresent(name -> message.append("\n    … ").append(name));
            message.append("  <- ").append(reason);
        } else {
            for (var line : lines(path, rootOrigin)) message.append("\n").append(line);
            message.append("  <- ").append(reason);
        }
        message.append("\n").append(cure(path, cure));
        return exception(thrown, message.toString());
    }

    private static List<String> lines(List<ObjectPath> path, String rootOrigin) {
        var labels = new ArrayList<String>();
        for (int depth = 0; depth < path.size(); depth++)
            labels.add("  ".repeat(depth + 1) + path.get(depth).label());
        int width = labels.stream().mapToInt(String::length).max().orElse(0);
        var lines = new ArrayList<String>();
        for (int depth = 0; depth < path.size(); depth++) {
            var type = path.get(depth).object().getClass();
            var origin = depth == 0 && !rootOrigin.isEmpty() ? rootOrigin : cell(type).orElse("");
            var line = "%-" + width + "s  %s  %s";
            lines.add(line.formatted(labels.get(depth), typeName(type), origin).stripTrailing());
        }
        return lines;
    }

    private static String cure(List<ObjectPath> path, String cure) {
        if (path.isEmpty() || !cure.equals(CURE))
            return Character.toUpperCase(cure.charAt(0)) + cure.substring(1);
        var field = path.getLast().label();
        return "Keep the "
                + typeName(path.getLast().object().getClass())
                + " out of what is sent: "
                + (field.startsWith(".")
                        ? cure.replace("the field", "field " + field.substring(1))
                        : cure);
    }

    /** That a task of ours is wrapped around the user's own tells its author nothing. */
    private static List<ObjectPath> withoutOurs(List<ObjectPath> path, String rootName) {
        var users = path.stream().dropWhile(step -> isOurs(step.object().getClass())).toList();
        if (users.isEmpty() || users.size() == path.size()) return path;
        var renamed = new ArrayList<>(users);
        renamed.set(0, new ObjectPath(rootName, users.getFirst().object()));
        return renamed;
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith(TaskBody.class.getPackageName() + ".")
                && Serializable.class.isAssignableFrom(type);
    }

    private static String typeName(Class<?> type) {
        if (type.isHidden()) {
            var author = author(type);
            return author.startsWith("REPL.") ? "a lambda" : "a lambda of " + author;
        }
        if (type.isArray()) return typeName(type.getComponentType()) + "[]";
        return type.getName().startsWith("REPL.") ? type.getSimpleName() : type.getName();
    }

    /** The class in whose code a lambda was written; of other classes the class itself. */
    private static String author(Class<?> type) {
        return type.isHidden() ? type.getName().replaceAll("\\$\\$Lambda.*", "") : type.getName();
    }

    /** The name of the class that serialization stumbled on. */
    private static Optional<String> culprit(Throwable thrown) {
        return switch (thrown) {
            case NotSerializableException missing ->
                    Optional.ofNullable(missing.getMessage())
                            .map(text -> text.lines().findFirst().orElse(""));
            case InvalidClassException invalid -> Optional.ofNullable(invalid.classname);
            default -> Optional.empty();
        };
    }

    /** The cell in which a class was declared: the class store writes it as the source file. */
    private static Optional<String> cell(Class<?> type) {
        if (!type.getName().startsWith("REPL.")) return Optional.empty();
        var resource = author(type).replace('.', '/') + ".class";
        try (var in = type.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) return Optional.empty();
            return ClassFile.of()
                    .parse(in.readAllBytes())
                    .findAttribute(Attributes.sourceFile())
                    .map(attribute -> attribute.sourceFile().stringValue())
                    .filter(name -> name.startsWith("cell"));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static IOException exception(Throwable thrown, String message) {
        var explained =
                thrown instanceof InvalidClassException
                        ? new InvalidClassException(message)
                        : new NotSerializableException(message);
        // The path says all that an exception of the serialization itself says.
        if (!(thrown instanceof ObjectStreamException)) explained.initCause(thrown);
        return explained;
    }
}
