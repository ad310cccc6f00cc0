package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.InvalidObjectException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes lambdas of their shapes again. Thread-safe.
 *
 * <p>A lambda can only be linked by a {@link Lookup} from inside its own loader; so a class of one
 * method is defined there, next to the capturing class.
 */
public final class LambdaLinker {
    private static final String INSIDER = "$Threadbook$Lookup";
    private static final MethodType ARRAY_TO_OBJECT =
            MethodType.methodType(Object.class, Object[].class);

    private final ClassLoader loader;
    private final Map<LambdaShape, MethodHandle> factories = new ConcurrentHashMap<>();

    /**
     * @param loader where the classes of the lambdas are found
     */
    public LambdaLinker(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * @param shape a lambda's shape
     * @param captured what it captures, as many values as it had
     * @return the lambda
     * @throws InvalidObjectException if there is no such lambda here, with the reason as its cause
     */
    public Object lambda(LambdaShape shape, @Nullable Object[] captured)
            throws InvalidObjectException {
        try {
            var factory = factories.get(shape);
            if (factory == null) {
                factory = factory(shape, captured.length);
                factories.put(shape, factory);
            }
            return factory.invokeExact(captured);
        } catch (Throwable thrown) {
            var invalid =
                    new InvalidObjectException(
                            "The lambda " + shape.implName() + " could not be linked: " + thrown);
            invalid.initCause(thrown);
            throw invalid;
        }
    }

    private MethodHandle factory(LambdaShape shape, int captured) throws Throwable {
        var lookup = inside(type(shape.capturingClass()));
        var implementation = implementation(shape, lookup);
        var interfaceType = type(shape.functionalInterface());
        var capturedTypes = implementation.type().parameterList().subList(0, captured);
        var site =
                LambdaMetafactory.altMetafactory(
                        lookup,
                        shape.methodName(),
                        MethodType.methodType(interfaceType, capturedTypes),
                        methodType(shape.methodType()),
                        implementation,
                        methodType(shape.instantiatedType()),
                        LambdaMetafactory.FLAG_SERIALIZABLE);
        return site.getTarget().asSpreader(Object[].class, captured).asType(ARRAY_TO_OBJECT);
    }

    private MethodHandle implementation(LambdaShape shape, Lookup lookup)
            throws ReflectiveOperationException {
        var owner = type(shape.implClass());
        var type = methodType(shape.implType());
        return switch (shape.implKind()) {
            case MethodHandleInfo.REF_invokeStatic ->
                    lookup.findStatic(owner, shape.implName(), type);
            case MethodHandleInfo.REF_newInvokeSpecial ->
                    lookup.findConstructor(owner, type.changeReturnType(void.class));
            case MethodHandleInfo.REF_invokeSpecial ->
                    lookup.findSpecial(owner, shape.implName(), type, lookup.lookupClass());
            default -> lookup.findVirtual(owner, shape.implName(), type);
        };
    }

    private Lookup inside(Class<?> capturing) throws ReflectiveOperationException {
        var outside = MethodHandles.privateLookupIn(capturing, MethodHandles.lookup());
        if (outside.hasFullPrivilegeAccess()) return outside;
        var insider = (Lookup) insider(outside).getMethod("lookup").invoke(null);
        return MethodHandles.privateLookupIn(capturing, insider);
    }

    private static synchronized Class<?> insider(Lookup outside)
            throws ReflectiveOperationException {
        var capturing = outside.lookupClass();
        var name = insiderName(capturing.getPackageName());
        var present = present(name, capturing.getClassLoader());
        if (present.isPresent() && present.get().getClassLoader() != capturing.getClassLoader()) {
            // A parent's, and to the JVM that is in another package: so one of another name.
            name +=
                    capturing
                            .getName()
                            .substring(capturing.getPackageName().length())
                            .replace('.', '$');
            present = present(name, capturing.getClassLoader());
        }
        return present.isPresent() ? present.get() : outside.defineClass(insiderBytes(name));
    }

    private static Optional<Class<?>> present(String name, @Nullable ClassLoader loader) {
        try {
            return Optional.of(Class.forName(name, true, loader));
        } catch (ClassNotFoundException _) {
            return Optional.empty();
        }
    }

    private static String insiderName(String packageName) {
        return packageName.isEmpty() ? INSIDER : packageName + "." + INSIDER;
    }

    /** The class that gives a lookup inside a package; sent along, a worker need not make it. */
    static ClassBytes insider(String packageName) {
        var name = insiderName(packageName);
        return new ClassBytes(name, insiderBytes(name));
    }

    private static byte[] insiderBytes(String name) {
        var type = MethodTypeDesc.of(ConstantDescs.CD_MethodHandles_Lookup);
        return ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        insider ->
                                insider.withFlags(ClassFile.ACC_PUBLIC)
                                        .withMethodBody(
                                                "lookup",
                                                type,
                                                ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                                body ->
                                                        body.invokestatic(
                                                                        ConstantDescs
                                                                                .CD_MethodHandles,
                                                                        "lookup",
                                                                        type)
                                                                .areturn()));
    }

    private Class<?> type(String internalName) throws ClassNotFoundException {
        return Class.forName(internalName.replace('/', '.'), false, loader);
    }

    private MethodType methodType(String descriptor) {
        return MethodType.fromMethodDescriptorString(descriptor, loader);
    }
}
