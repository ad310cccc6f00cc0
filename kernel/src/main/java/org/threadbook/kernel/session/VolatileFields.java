package org.threadbook.kernel.session;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.FieldTransform;
import java.lang.reflect.AccessFlag;
import java.util.Set;

/** Makes variables volatile in the classes that JShell compiled without that. */
final class VolatileFields {
    private static final FieldTransform VOLATILE =
            (builder, element) -> {
                if (element instanceof AccessFlags flags)
                    builder.withFlags(flags.flagsMask() | ClassFile.ACC_VOLATILE);
                else builder.with(element);
            };

    private VolatileFields() {}

    /**
     * @param names fields
     * @return what makes them volatile
     */
    static ClassTransform transform(Set<String> names) {
        if (names.isEmpty()) return ClassTransform.ACCEPT_ALL;
        return ClassTransform.ACCEPT_ALL.andThen(
                (builder, element) -> {
                    if (element instanceof FieldModel field
                            && names.contains(field.fieldName().stringValue()))
                        builder.transformField(field, VOLATILE);
                    else builder.with(element);
                });
    }

    /**
     * @param bytes a class
     * @param name a field of it
     * @return whether it is volatile there
     */
    static boolean isVolatile(byte[] bytes, String name) {
        return ClassFile.of().parse(bytes).fields().stream()
                .filter(field -> field.fieldName().equalsString(name))
                .anyMatch(field -> field.flags().has(AccessFlag.VOLATILE));
    }
}
