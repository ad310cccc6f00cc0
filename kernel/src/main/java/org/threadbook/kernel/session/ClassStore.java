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
    private final LivingCells living = new LivingCells();
    private final DeclarationLoader loader = new DeclarationLoader(living);
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

    /** The defined wrappers of each snippet, those that it was in before included, oldest first. */
    private final Map<String, List<String>> wrappers = new HashMap<>();

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
        received.keySet().removeIf(each -> each.equals(name) || each.startsWith(nested));
    }

    /**
     * Defines what was compiled: declarations for good, the rest as long as it is in use.
     *
     * @param cell the execution of a cell that it was compiled for
     * @param known tells which classes are wanted, others are kept until they are, and what is to
     *     be rewritten in each
     * @return what loads all that was defined
     * @throws LinkageError if the JVM refuses a class
     */
    CellLoader commit(Cell cell, KnownSnippets known) {
        var fresh = new LinkedHashMap<String, byte[]>();
        var changed = new LinkedHashMap<String, byte[]>();
        var passing = new LinkedHashMap<String, byte[]>();
        for (var name : dirty.stream().filter(known::isPresent).toList()) {
            var rewritten = rewrite(bytes(name), known.rewriting(name));
            if (known.isPassing(name)) passing.put(name, rewritten);
            else if (defined.containsKey(name)) changed.put(name, rewritten);
            else fresh.put(name, rewritten);
        }
        fresh.forEach((name, bytes) -> forward(name, bytes, changed));
        loader.add(fresh);
        loader.add(changed);
        fresh.keySet().forEach(loader::load);
        redefine(changed, loader);
        fresh.forEach(this::follow);
        for (var declarations : List.of(fresh.keySet(), changed.keySet())) {
            declarations.stream().filter(dirty::remove).forEach(this::noteDefined);
        }
        return definePassing(cell, passing);
    }

    private void noteDefined(String name) {
        defined.put(name, bytes(name));
        if (!ClassNames.userName(name).isEmpty()) return;
        for (var id : ClassNames.ids(name)) {
            var all = wrappers.computeIfAbsent(id, _ -> new ArrayList<>());
            if (!all.contains(name)) all.add(name);
        }
    }

    private CellLoader definePassing(Cell cell, Map<String, byte[]> passing) {
        var ofCell = new CellLoader(loader, cell);
        ofCell.add(passing);
        passing.keySet().forEach(ofCell::load);
        if (!passing.isEmpty()) living.add(ofCell);
        dirty.removeAll(passing.keySet());
        received.keySet().removeAll(passing.keySet());
        return ofCell;
    }

    /**
     * Adds the present classes that are to call a new one: of those that came before it the last,
     * that two before, four, eight and so on. The others call one of these; so neither the chain of
     * calls nor the work grows with each time that a method is declared again.
     */
    private void forward(String name, byte[] bytes, Map<String, byte[]> changed) {
        if (instrumentation.isEmpty() || !ClassNames.userName(name).isEmpty()) return;
        for (var id : ClassNames.ids(name)) {
            var all = wrappers.getOrDefault(id, List.of());
            for (int before = 1; before <= all.size(); before *= 2) {
                var old = all.get(all.size() - before);
                if (changed.containsKey(old)) continue;
                changed.put(old, Forwarding.forward(loader.bytes(old), name, bytes));
            }
        }
    }

    /** Lets what cells left behind use the new class of a variable. */
    private void follow(String name, byte[] bytes) {
        if (instrumentation.isEmpty() || !ClassNames.userName(name).isEmpty()) return;
        for (var id : ClassNames.ids(name)) {
            var all = wrappers.getOrDefault(id, List.of());
            if (all.isEmpty()) continue;
            var moved = MovedVariable.of(all.getLast(), name, bytes);
            for (var cell : living.all()) follow(moved, cell);
        }
    }

    private void follow(MovedVariable moved, CellLoader cell) {
        var changed = new LinkedHashMap<String, byte[]>();
        for (var name : cell.names()) {
            moved.followIn(cell.bytes(name), cell).ifPresent(bytes -> changed.put(name, bytes));
        }
        cell.add(changed);
        redefine(changed, cell);
    }

    private byte[] bytes(String name) {
        return Optional.ofNullable(received.get(name)).orElseThrow();
    }

    /**
     * Can be called by any thread at any time.
     *
     * @param name the binary name of any class
     * @return the cell whose statements and expressions it is made of; empty if it is made for
     *     declarations, or gone
     */
    Optional<Cell> cell(String name) {
        return living.cell(name);
    }

    /**
     * @param name the binary name of a declaration's class that was committed
     * @return the class
     */
    Class<?> load(String name) {
        return loader.load(name);
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

    private void redefine(Map<String, byte[]> changed, SnippetLoader loader) {
        if (changed.isEmpty()) return;
        var definitions = new ArrayList<ClassDefinition>();
        changed.forEach(
                (name, bytes) -> definitions.add(new ClassDefinition(loader.load(name), bytes)));
        try {
            instrumentation
                    .orElseThrow()
                    .redefineClasses(definitions.toArray(ClassDefinition[]::new));
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw new LinkageError("a declaration could not be replaced", e);
        }
    }
}
