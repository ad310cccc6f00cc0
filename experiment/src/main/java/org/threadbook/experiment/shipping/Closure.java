package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.AccessFlag;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The classes and notebook variables that tasks need and that a worker does not have by itself.
 * Owned by one thread. It only grows: by the lambdas and objects that are met, and by what their
 * code reaches.
 *
 * <p>A static method's code counts when something reaches it, that of instance methods when there
 * may be an instance. So the class that JShell wraps around a snippet does not drag in what else
 * the snippet did.
 */
public final class Closure implements ObjectWriter.Met, CodeScan.References {
    private static final Pattern SNIPPET = Pattern.compile("REPL/\\$JShell\\$\\d+[A-Z]*");
    private static final Optional<CodeSource> OURS = codeSource(Closure.class);

    private final Set<ClassLoader> loaders = new LinkedHashSet<>();
    private final Map<String, Optional<Shipped>> known = new HashMap<>();
    private final Set<String> insiders = new HashSet<>();
    private final List<ClassBytes> classes = new ArrayList<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Set<Variable> givenVariables = new HashSet<>();
    private final Set<MethodModel> scanned = new HashSet<>();
    private final Deque<MethodModel> unscanned = new ArrayDeque<>();
    private final CodeScan scan = new CodeScan(this);
    private final ClassLoader joined = new JoinedLoader();
    private boolean scanning;

    private static final class Shipped {
        final Class<?> type;
        final ClassModel model;
        boolean instantiated;

        Shipped(Class<?> type, ClassModel model) {
            this.type = type;
            this.model = model;
        }
    }

    /** Finds the classes of everything that is sent, for reading what comes back. */
    private final class JoinedLoader extends ClassLoader {
        JoinedLoader() {
            super("closure", null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return resolveName(name).orElseThrow(() -> new ClassNotFoundException(name));
        }
    }

    /**
     * @return what is to be shipped so far, in the order in which it was met
     */
    public List<ClassBytes> classes() {
        return classes;
    }

    /**
     * @return a loader that knows all classes met
     */
    public ClassLoader loader() {
        return joined;
    }

    /**
     * Reads the notebook variables that are newly needed, as they are now.
     *
     * @return their values as bytes for {@link Variables#set}; empty if there are none
     * @throws IOException if one of them cannot be serialized, explained
     */
    public Optional<Blob> newVariables() throws IOException {
        var batch = new LinkedHashSet<Variable>();
        while (true) {
            for (var each : variables.values()) if (!givenVariables.contains(each)) batch.add(each);
            if (batch.isEmpty()) return Optional.empty();
            int before = variables.size();
            var bytes = serialize(batch);
            // Values may hold lambdas, and these may read further variables.
            if (variables.size() > before) continue;
            givenVariables.addAll(batch);
            return Optional.of(bytes);
        }
    }

    /** Lets {@link #newVariables} begin anew: another round starts. */
    public void startRound() {
        givenVariables.clear();
    }

    private Blob serialize(Set<Variable> batch) throws IOException {
        try {
            return ObjectWriter.bytes(Variables.values(batch), this);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            throw Unsendable.variables(batch, thrown);
        }
    }

    /**
     * Looks up a class that a worker turned out to need.
     *
     * @param name its binary name
     * @return its bytes, or empty if there is none here either
     */
    public Optional<byte[]> bytesOf(String name) {
        return resolveName(name).filter(type -> !workerHas(type)).map(Closure::read);
    }

    @Override
    public void type(Class<?> type) {
        var element = type;
        while (element.isArray()) element = element.getComponentType();
        if (element.isPrimitive() || workerHas(element)) return;
        addLoader(element);
        instantiates(element.getName().replace('.', '/'));
        scanAll();
    }

    @Override
    public boolean lambda(SerializedLambda lambda) {
        var capturing = shipped(lambda.getCapturingClass());
        if (capturing.isPresent()) {
            var packageName = capturing.get().type.getPackageName();
            if (insiders.add(packageName)) classes.add(LambdaLinker.insider(packageName));
            calls(
                    lambda.getImplClass(),
                    lambda.getImplMethodName(),
                    lambda.getImplMethodSignature());
            names(lambda.getFunctionalInterfaceClass());
            scan.descriptor(lambda.getFunctionalInterfaceMethodSignature());
            scan.descriptor(lambda.getInstantiatedMethodType());
            scanAll();
        }
        return capturing.isPresent();
    }

    /**
     * Makes known where to find the classes of what will be written: a lambda tells its classes by
     * name only.
     *
     * @param root an object that will be written
     */
    public void addLoaders(Object root) {
        if (workerHas(root.getClass()))
            ObjectPath.forEach(root, each -> addLoader(each.getClass()));
        else addLoader(root.getClass());
    }

    private void addLoader(Class<?> origin) {
        var loader = origin.getClassLoader();
        if (loader != null) loaders.add(loader);
    }

    private void scanAll() {
        if (scanning) return;
        scanning = true;
        try {
            while (!unscanned.isEmpty()) scan.scan(unscanned.remove());
        } finally {
            scanning = false;
        }
    }

    @Override
    public void names(String className) {
        var _ = shipped(className);
    }

    @Override
    public void instantiates(String className) {
        var shipped = shipped(className);
        if (shipped.isEmpty() || shipped.get().instantiated) return;
        shipped.get().instantiated = true;
        var model = shipped.get().model;
        for (var method : model.methods())
            if (!method.flags().has(AccessFlag.STATIC)) enqueue(method);
        model.superclass().ifPresent(each -> instantiates(each.asInternalName()));
        model.interfaces().forEach(each -> instantiates(each.asInternalName()));
    }

    @Override
    public void reads(String className, String field) {
        if (!SNIPPET.matcher(className).matches()) return;
        var shipped = shipped(className);
        if (shipped.isEmpty()) return;
        try {
            variables.putIfAbsent(className + "#" + field, Variable.of(shipped.get().type, field));
        } catch (NoSuchFieldException _) {
            // The code would fail here too: let it, where it runs.
        }
    }

    @Override
    public void calls(String className, String method, String type) {
        var shipped = shipped(className);
        if (shipped.isEmpty()) return;
        if (method.equals(ConstantDescs.INIT_NAME)) instantiates(className);
        var model = shipped.get().model;
        for (var each : model.methods()) {
            if (each.methodName().equalsString(method) && each.methodType().equalsString(type)) {
                enqueue(each);
                return;
            }
        }
        model.superclass().ifPresent(each -> calls(each.asInternalName(), method, type));
        model.interfaces().forEach(each -> calls(each.asInternalName(), method, type));
    }

    private void enqueue(MethodModel method) {
        if (scanned.add(method)) unscanned.add(method);
    }

    private Optional<Shipped> shipped(String className) {
        var already = known.get(className);
        if (already != null) return already;
        var resolved = resolve(className);
        var found = resolved.filter(type -> !workerHas(type));
        if (found.isEmpty()) {
            // What no loader has may be known to one that is met later.
            if (resolved.isPresent()) known.put(className, Optional.empty());
            return Optional.empty();
        }
        var bytes = read(found.get());
        var shipped = new Shipped(found.get(), ClassFile.of().parse(bytes));
        known.put(className, Optional.of(shipped));
        classes.add(new ClassBytes(found.get().getName(), bytes));
        loadedWith(shipped.model);
        return Optional.of(shipped);
    }

    /** What the JVM needs to load and initialize a class. */
    private void loadedWith(ClassModel model) {
        model.superclass().ifPresent(each -> names(each.asInternalName()));
        model.interfaces().forEach(each -> names(each.asInternalName()));
        model.findAttribute(Attributes.nestHost())
                .ifPresent(each -> names(each.nestHost().asInternalName()));
        model.fields().forEach(each -> scan.descriptor(each.fieldType().stringValue()));
        for (var method : model.methods())
            if (method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME)) enqueue(method);
    }

    private Optional<Class<?>> resolve(String internalName) {
        return resolveName(internalName.replace('/', '.'));
    }

    private Optional<Class<?>> resolveName(String name) {
        for (var loader : loaders) {
            try {
                return Optional.of(Class.forName(name, false, loader));
            } catch (ClassNotFoundException | LinkageError _) {
                // Perhaps another loader has it; if none has, the code that needs it will say so.
            }
        }
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException | LinkageError _) {
            return Optional.empty();
        }
    }

    private static byte[] read(Class<?> type) {
        var resource = type.getName().replace('.', '/') + ".class";
        var loader = Objects.requireNonNull(type.getClassLoader());
        try (var in = loader.getResourceAsStream(resource)) {
            if (in == null)
                throw new IllegalStateException(
                        type.getName()
                                + " cannot be sent to a worker process: its loader does not give"
                                + " its class file");
            return in.readAllBytes();
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
    }

    /** The JDK's classes are in named modules; ours come from the worker's own class path. */
    private static boolean workerHas(Class<?> type) {
        return type.getModule().isNamed() || OURS.isPresent() && codeSource(type).equals(OURS);
    }

    private static Optional<CodeSource> codeSource(Class<?> type) {
        @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
        return Optional.ofNullable(source).filter(each -> each.getLocation() != null);
    }
}
