package org.threadbook.kernel.session;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.constant.ClassDesc;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A variable that changed in more than its value's computation is declared in a new class. What
 * cells left behind, lambdas for example, was compiled for the field in the old class: it is
 * rewritten to use the new one, if that is of the same type.
 *
 * @param from the binary name of the class that the variable was in
 * @param to the binary name of the class that it is in now
 * @param fields name and type of each field there
 */
record MovedVariable(String from, String to, Set<String> fields) {
    /**
     * @param from the binary name of the class that the variable was in
     * @param to the binary name of the class that it is in now
     * @param bytes that class
     */
    static MovedVariable of(String from, String to, byte[] bytes) {
        return new MovedVariable(
                from,
                to,
                ClassFile.of().parse(bytes).fields().stream()
                        .map(MovedVariable::described)
                        .collect(Collectors.toSet()));
    }

    private static String described(FieldModel field) {
        return field.fieldName().stringValue() + field.fieldType().stringValue();
    }

    /**
     * @param bytes a class
     * @param loader its loader
     * @return the class, using the new field; empty if it did not use the old one
     */
    Optional<byte[]> followIn(byte[] bytes, ClassLoader loader) {
        var classFile =
                ClassFile.of(
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(loader)));
        var model = classFile.parse(bytes);
        for (var entry : model.constantPool()) {
            if (!(entry instanceof FieldRefEntry field) || !concerns(field)) continue;
            return Optional.of(
                    classFile.transformClass(
                            model,
                            ClassTransform.transformingMethodBodies(
                                    (code, element) -> {
                                        if (element instanceof FieldInstruction use
                                                && concerns(use.field())) {
                                            code.fieldAccess(
                                                    use.opcode(),
                                                    ClassDesc.of(to),
                                                    use.name().stringValue(),
                                                    use.typeSymbol());
                                        } else {
                                            code.with(element);
                                        }
                                    })));
        }
        return Optional.empty();
    }

    private boolean concerns(FieldRefEntry field) {
        return field.owner().asInternalName().replace('/', '.').equals(from)
                && fields.contains(field.name().stringValue() + field.type().stringValue());
    }
}
