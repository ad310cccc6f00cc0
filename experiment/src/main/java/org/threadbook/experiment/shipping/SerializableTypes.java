package org.threadbook.experiment.shipping;

import java.io.Serializable;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Interfaces;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what a notebook's author writes without ceremony fit to be sent to another process: classes
 * and records implement {@link Serializable}, lambdas and method references are serializable.
 */
public final class SerializableTypes {
    private static final ClassDesc METAFACTORY =
            LambdaMetafactory.class.describeConstable().orElseThrow();
    private static final ClassDesc SERIALIZABLE = Serializable.class.describeConstable().get();
    private static final DirectMethodHandleDesc ALT_METAFACTORY =
            MethodHandleDesc.ofMethod(
                    DirectMethodHandleDesc.Kind.STATIC,
                    METAFACTORY,
                    "altMetafactory",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_CallSite,
                            ConstantDescs.CD_MethodHandles_Lookup,
                            ConstantDescs.CD_String,
                            ConstantDescs.CD_MethodType,
                            ConstantDescs.CD_Object.arrayType()));

    /** Where the flags stand among the bootstrap arguments of altMetafactory. */
    private static final int FLAGS = 3;

    private SerializableTypes() {}

    /**
     * @param model the class that is to be transformed
     * @return a transform for that class, which can be combined with others in any order
     */
    public static ClassTransform of(ClassModel model) {
        var lambdas = ClassTransform.transformingMethodBodies(lambdas());
        return needsInterface(model) ? lambdas.andThen(addInterface()) : lambdas;
    }

    private static boolean needsInterface(ClassModel model) {
        return !model.flags().has(AccessFlag.INTERFACE)
                && !model.flags().has(AccessFlag.MODULE)
                && model.interfaces().stream()
                        .noneMatch(each -> each.asSymbol().equals(SERIALIZABLE));
    }

    private static ClassTransform addInterface() {
        return ClassTransform.ofStateful(
                () ->
                        new ClassTransform() {
                            private boolean added;

                            @Override
                            public void accept(ClassBuilder builder, ClassElement element) {
                                if (element instanceof Interfaces declared) {
                                    added = true;
                                    var all = new ArrayList<>(declared.interfaces());
                                    all.add(builder.constantPool().classEntry(SERIALIZABLE));
                                    builder.withInterfaces(all);
                                } else {
                                    builder.with(element);
                                }
                            }

                            @Override
                            public void atEnd(ClassBuilder builder) {
                                if (!added) builder.withInterfaceSymbols(SERIALIZABLE);
                            }
                        });
    }

    private static CodeTransform lambdas() {
        return (CodeBuilder builder, CodeElement element) -> {
            if (element instanceof InvokeDynamicInstruction call
                    && call.bootstrapMethod().owner().equals(METAFACTORY)) {
                builder.invokedynamic(
                        DynamicCallSiteDesc.of(
                                ALT_METAFACTORY,
                                call.name().stringValue(),
                                call.typeSymbol(),
                                serializable(call)));
            } else {
                builder.with(element);
            }
        };
    }

    private static ConstantDesc[] serializable(InvokeDynamicInstruction call) {
        List<ConstantDesc> arguments = new ArrayList<>(call.bootstrapArgs());
        if (call.bootstrapMethod().methodName().equals("altMetafactory")) {
            var flags = (Integer) arguments.get(FLAGS);
            arguments.set(FLAGS, flags | LambdaMetafactory.FLAG_SERIALIZABLE);
        } else {
            arguments.add(LambdaMetafactory.FLAG_SERIALIZABLE);
        }
        return arguments.toArray(ConstantDesc[]::new);
    }
}
