package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The one place that all classes of snippets pass. What JShell compiles is only noted at first;
 * {@link #commit} then rewrites and defines what is still wanted when the whole cell has compiled,
 * or redefines in place what is defined already. Used by one thread at a time.
 */
final class ClassStore {
    private final SnippetLoader loader = new SnippetLoader();
    private final Optional<Instrumentation> instrumentation;
    private final List<Function<ClassModel, ClassTransform>> rewrites;

    /**
     * The latest bytes of each class as JShell compiled them, which are those that JShell holds for
     * loaded: it does not give the same ones again.
     */
    private final Map<String, byte[]> received = new HashMap<>();

    /** The classes of which {@link #received} has other bytes than are defined. */
    private final Set<String> dirty = new LinkedHashSet<>();

    /** The bytes of each defined class as JShell compiled them, before they were rewritten. */
    private final Map<String, byte[]> defined = new HashMap<>();

    /** The defined wrappers of each snippet, those that it was in before included. */
    private final Map<String, Set<String>> wrappers = new HashMap<>();

    /**
     * @param instrumentation with which classes are redefined in place; without it none is
     * @param rewrites applied to each class, in this order
     */
    ClassStore(
            Optional<Instrumentation> instrumentation,
            List<Function<ClassModel, ClassTransform>> rewrites) {
        this.instrumentation = instrumentation;
        this.rewrites = List.copyOf(rewrites);
    }

    SnippetLoader loader() {
        return loader;
    }

    /**
     * @param name the binary name of a class
     * @param bytes the class as compiled
     */
    void put(String name, byte[] bytes) {
        received.put(name, bytes);
        dirty.add(name);
    }

    /**
     * @param name the binary name of a class
     * @param bytes a new version of it
     * @return whether that can take the place of the present one under the same name
     */
    boolean canTake(String name, byte[] bytes) {
        var present = defined.get(name);
        if (present == null) return true;
        return instrumentation.isPresent() && ClassShape.of(present).equals(ClassShape.of(bytes));
    }

    /**
     * @param name the binary name of a class
     * @return its bytes as they are defined, rewritten; empty if none is defined
     */
    Optional<byte[]> defined(String name) {
        return defined.containsKey(name) ? Optional.of(loader.bytes(name)) : Optional.empty();
    }

    /**
     * @param wanted which classes
     * @return those of the wanted that {@link #commit} has not yet defined, as JShell compiled them
     */
    Map<String, byte[]> undefined(Predicate<String> wanted) {
        return dirty.stream().filter(wanted).collect(Collectors.toMap(name -> name, this::bytes));
    }

    /**
     * @param wanted which classes
     * @return the latest of the wanted, as JShell compiled them
     */
    Map<String, byte[]> latest(Predicate<String> wanted) {
        return received.entrySet().stream()
                .filter(each -> wanted.test(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Forgets a class that nothing will ask for again.
     *
     * @param name its binary name
     */
    void forget(String name) {
        var nested = name + "$";
        dirty.removeIf(each -> each.equals(name) || each.startsWith(nested));
    }

    /**
     * Defines what was compiled.
     *
     * @param wanted which classes; others are kept until they are
     * @param rewriting gives for the name of a class what is to be rewritten in it alone
     * @throws LinkageError if the JVM refuses a class
     */
    void commit(Predicate<String> wanted, Function<String, ClassTransform> rewriting) {
        var fresh = new LinkedHashMap<String, byte[]>();
        var changed = new LinkedHashMap<String, byte[]>();
        var names = dirty.stream().filter(wanted).toList();
        for (var name : names) {
            var rewritten = rewrite(bytes(name), rewriting.apply(name));
            (defined.containsKey(name) ? changed : fresh).put(name, rewritten);
        }
        fresh.forEach((name, bytes) -> forward(name, bytes, changed));
        loader.add(fresh);
        loader.add(changed);
        fresh.keySet().forEach(this::load);
        redefine(changed);
        for (var name : names) {
            defined.put(name, bytes(name));
            dirty.remove(name);
            if (!ClassNames.userName(name).isEmpty()) continue;
            for (var id : ClassNames.ids(name)) {
                wrappers.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(name);
            }
        }
    }

    /** Adds the present classes that are to call a new one. */
    private void forward(String name, byte[] bytes, Map<String, byte[]> changed) {
        if (instrumentation.isEmpty() || !ClassNames.userName(name).isEmpty()) return;
        for (var id : ClassNames.ids(name)) {
            for (var old : wrappers.getOrDefault(id, Set.of())) {
                if (changed.containsKey(old)) continue;
                changed.put(old, Forwarding.forward(loader.bytes(old), name, bytes));
            }
        }
    }

    private byte[] bytes(String name) {
        return Optional.ofNullable(received.get(name)).orElseThrow();
    }

    /**
     * @param name the binary name of a class that was committed
     * @return the class
     */
    Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("the snippet's class is missing", e);
        }
    }

    private byte[] rewrite(byte[] bytes, ClassTransform own) {
        var classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy()));
        var rewritten = bytes;
        for (var rewrite : rewrites) {
            var model = classFile.parse(rewritten);
            rewritten = classFile.transformClass(model, rewrite.apply(model));
        }
        return classFile.transformClass(classFile.parse(rewritten), own);
    }

    /** Snippet classes are not defined while they are rewritten: they are looked up as bytes. */
    private ClassHierarchyResolver hierarchy() {
        return ClassHierarchyResolver.ofResourceParsing(this::received)
                .orElse(ClassHierarchyResolver.ofClassLoading(loader.getParent()));
    }

    private @Nullable InputStream received(ClassDesc description) {
        var descriptor = description.descriptorString();
        var name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
        var bytes = received.get(name);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    private void redefine(Map<String, byte[]> changed) {
        if (changed.isEmpty()) return;
        var definitions = new ArrayList<ClassDefinition>();
        changed.forEach((name, bytes) -> definitions.add(new ClassDefinition(load(name), bytes)));
        try {
            instrumentation
                    .orElseThrow()
                    .redefineClasses(definitions.toArray(ClassDefinition[]::new));
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw new LinkageError("a declaration could not be replaced", e);
        }
    }
}
