package org.threadbook.experiment.control;

import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;

/**
 * Makes {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt}, called or referred to
 * as methods, throw {@link ExitRefused}. Calls by reflection are not seen.
 */
public final class ExitGuard {
    private static final ClassDesc GUARD = ClassDesc.of(ExitGuard.class.getName());
    private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
    private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
    private static final MethodTypeDesc OF_SYSTEM =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc OF_RUNTIME =
            MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME, ConstantDescs.CD_int);

    private ExitGuard() {}

    /**
     * @param model the class that is to be transformed
     * @return a transform for that class, which can be combined with others in any order
     */
    public static ClassTransform of(ClassModel model) {
        return ClassTransform.transformingMethodBodies(ExitGuard::guard);
    }

    /** Stands for {@link System#exit}. */
    public static void exit(int status) {
        throw new ExitRefused("System.exit", status);
    }

    /** Stands for {@link Runtime#exit}. */
    public static void exit(Runtime runtime, int status) {
        throw new ExitRefused("Runtime.exit", status);
    }

    /** Stands for {@link Runtime#halt}. */
    public static void halt(Runtime runtime, int status) {
        throw new ExitRefused("Runtime.halt", status);
    }

    private static void guard(CodeBuilder builder, CodeElement element) {
        switch (element) {
            case InvokeInstruction call ->
                    substitute(
                                    call.owner().asSymbol(),
                                    call.name().stringValue(),
                                    call.type().stringValue())
                            .ifPresentOrElse(
                                    stand ->
                                            builder.invokestatic(
                                                    GUARD,
                                                    stand.methodName(),
                                                    stand.invocationType()),
                                    () -> builder.with(call));
            case InvokeDynamicInstruction call
                    when call.bootstrapArgs().stream()
                            .anyMatch(argument -> guarded(argument) != argument) ->
                    builder.invokedynamic(
                            DynamicCallSiteDesc.of(
                                    call.bootstrapMethod(),
                                    call.name().stringValue(),
                                    call.typeSymbol(),
                                    call.bootstrapArgs().stream()
                                            .map(ExitGuard::guarded)
                                            .toArray(ConstantDesc[]::new)));
            default -> builder.with(element);
        }
    }

    private static ConstantDesc guarded(ConstantDesc argument) {
        if (!(argument instanceof DirectMethodHandleDesc method)) return argument;
        return substitute(method.owner(), method.methodName(), method.lookupDescriptor())
                .<ConstantDesc>map(stand -> stand)
                .orElse(argument);
    }

    private static Optional<DirectMethodHandleDesc> substitute(
            ClassDesc owner, String name, String descriptor) {
        if (!descriptor.equals("(I)V")) return Optional.empty();
        if (owner.equals(SYSTEM) && name.equals("exit")) return Optional.of(stand(name, OF_SYSTEM));
        if (owner.equals(RUNTIME) && (name.equals("exit") || name.equals("halt")))
            return Optional.of(stand(name, OF_RUNTIME));
        return Optional.empty();
    }

    private static DirectMethodHandleDesc stand(String name, MethodTypeDesc type) {
        return MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, GUARD, name, type);
    }
}
