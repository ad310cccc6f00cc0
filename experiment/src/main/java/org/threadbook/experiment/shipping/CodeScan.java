package org.threadbook.experiment.shipping;

import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;

/** Reads a method's code and tells what it refers to. Class names are internal. */
final class CodeScan {
    private final References references;

    /** Receives what code refers to. */
    interface References {
        /** The code names a class, perhaps as an array or in a descriptor. */
        void names(String className);

        /** The code may make instances of a class, or let others do so. */
        void instantiates(String className);

        /** The code reads a static field. */
        void reads(String className, String field);

        /** The code calls a method, or makes a handle of it. */
        void calls(String className, String method, String type);
    }

    CodeScan(References references) {
        this.references = references;
    }

    void scan(MethodModel method) {
        descriptor(method.methodType().stringValue());
        method.code().ifPresent(code -> code.forEach(this::element));
    }

    void descriptor(String descriptor) {
        for (int i = 0; i < descriptor.length(); i++) {
            if (descriptor.charAt(i) != 'L') continue;
            int end = descriptor.indexOf(';', i);
            references.names(descriptor.substring(i + 1, end));
            i = end;
        }
    }

    private void element(CodeElement element) {
        switch (element) {
            case FieldInstruction field -> {
                descriptor(field.type().stringValue());
                references.names(field.owner().asInternalName());
                if (field.opcode() == Opcode.GETSTATIC)
                    references.reads(field.owner().asInternalName(), field.name().stringValue());
            }
            case InvokeInstruction call -> {
                descriptor(call.type().stringValue());
                named(call.owner().asInternalName());
                references.calls(
                        call.owner().asInternalName(),
                        call.name().stringValue(),
                        call.type().stringValue());
            }
            case InvokeDynamicInstruction call -> {
                descriptor(call.type().stringValue());
                call.bootstrapArgs().forEach(this::constant);
            }
            case NewObjectInstruction make ->
                    references.instantiates(make.className().asInternalName());
            case TypeCheckInstruction check -> named(check.type().asInternalName());
            case NewReferenceArrayInstruction make -> named(make.componentType().asInternalName());
            case NewMultiArrayInstruction make -> named(make.arrayType().asInternalName());
            case ConstantInstruction load -> constant(load.constantValue());
            default -> {}
        }
    }

    private void named(String className) {
        if (className.startsWith("[")) descriptor(className);
        else references.names(className);
    }

    private void constant(ConstantDesc constant) {
        switch (constant) {
            case DirectMethodHandleDesc handle -> {
                var owner = internalName(handle.owner());
                if (handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR)
                    references.instantiates(owner);
                descriptor(handle.lookupDescriptor());
                if (handle.lookupDescriptor().startsWith("("))
                    references.calls(owner, handle.methodName(), handle.lookupDescriptor());
            }
            // Whoever holds a class may make instances by reflection.
            case ClassDesc type -> classConstant(type);
            case MethodTypeDesc type -> descriptor(type.descriptorString());
            case DynamicConstantDesc<?> dynamic -> {
                constant(dynamic.bootstrapMethod());
                dynamic.bootstrapArgsList().forEach(this::constant);
            }
            default -> {}
        }
    }

    private void classConstant(ClassDesc type) {
        if (type.isClassOrInterface()) references.instantiates(internalName(type));
        else descriptor(type.descriptorString());
    }

    private static String internalName(ClassDesc type) {
        var descriptor = type.descriptorString();
        return type.isClassOrInterface()
                ? descriptor.substring(1, descriptor.length() - 1)
                : descriptor;
    }
}
