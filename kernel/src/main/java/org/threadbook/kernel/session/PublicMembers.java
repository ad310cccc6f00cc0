package org.threadbook.kernel.session;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.FieldTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;

/**
 * Makes classes and members public, but for private members. To javac all snippets are in one
 * package; to the JVM the classes of each {@link CellLoader} are in one of their own, from which
 * what is package-private or protected in a declaration could not be reached.
 *
 * <p>The flags of nested types in {@code InnerClasses} stay as they are: those are what reflection
 * shows, while the JVM checks access by the class's own.
 */
final class PublicMembers {
    private static final FieldTransform FIELD =
            (builder, element) -> {
                if (element instanceof AccessFlags flags) builder.withFlags(opened(flags));
                else builder.with(element);
            };

    private static final MethodTransform METHOD =
            (builder, element) -> {
                if (element instanceof AccessFlags flags) builder.withFlags(opened(flags));
                else builder.with(element);
            };

    private PublicMembers() {}

    /**
     * @param model the class that is to be transformed
     * @return a transform for that class, which can be combined with others in any order
     */
    static ClassTransform of(ClassModel model) {
        return (builder, element) -> {
            switch (element) {
                case AccessFlags flags ->
                        builder.withFlags(flags.flagsMask() | ClassFile.ACC_PUBLIC);
                case FieldModel field -> builder.transformField(field, FIELD);
                case MethodModel method when !isInitializer(method) ->
                        builder.transformMethod(method, METHOD);
                default -> builder.with(element);
            }
        };
    }

    private static boolean isInitializer(MethodModel method) {
        return method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
    }

    private static int opened(AccessFlags flags) {
        if (flags.has(AccessFlag.PRIVATE)) return flags.flagsMask();
        return flags.flagsMask() & ~ClassFile.ACC_PROTECTED | ClassFile.ACC_PUBLIC;
    }
}
