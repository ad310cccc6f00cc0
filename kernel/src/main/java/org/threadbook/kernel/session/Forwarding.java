package org.threadbook.kernel.session;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A method that changed in more than its body, by a lambda for one, is declared in a new class.
 * What was compiled before still calls the old one, lambdas in variables for example; so the old
 * one calls the new one from then on.
 */
final class Forwarding {
    private Forwarding() {}

    /**
     * @param old a wrapper of methods
     * @param name the binary name of the wrapper that took its place
     * @param next the bytes of that
     * @return the old wrapper, its methods calling those of the new one that have the same names,
     *     parameters and results
     */
    static byte[] forward(byte[] old, String name, byte[] next) {
        var target = ClassDesc.of(name);
        var methods = methods(next);
        var classFile = ClassFile.of();
        return classFile.transformClass(
                classFile.parse(old),
                ClassTransform.ACCEPT_ALL.andThen(
                        (builder, element) -> {
                            if (element instanceof MethodModel method
                                    && isUsers(method)
                                    && methods.contains(signature(method))) {
                                builder.withMethodBody(
                                        method.methodName(),
                                        method.methodType(),
                                        method.flags().flagsMask(),
                                        code -> call(code, target, method));
                            } else {
                                builder.with(element);
                            }
                        }));
    }

    private static void call(CodeBuilder code, ClassDesc target, MethodModel method) {
        var type = method.methodTypeSymbol();
        for (int i = 0; i < type.parameterCount(); i++) {
            code.loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
        }
        code.invokestatic(target, method.methodName().stringValue(), type);
        code.return_(TypeKind.from(type.returnType()));
    }

    private static Set<String> methods(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(Forwarding::isUsers)
                .map(Forwarding::signature)
                .collect(Collectors.toSet());
    }

    private static boolean isUsers(MethodModel method) {
        return method.flags().has(AccessFlag.PUBLIC)
                && method.flags().has(AccessFlag.STATIC)
                && !method.methodName().equalsString("do_it$");
    }

    private static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }
}
