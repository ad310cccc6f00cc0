package org.threadbook.kernel.session;

import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must stay the same of a class for the JVM to redefine it in place; all but the bodies of
 * methods. Stricter than the JVM in places: then the class is declared anew.
 */
record ClassShape(
        int flags,
        Optional<String> superclass,
        List<String> interfaces,
        Set<String> members,
        List<String> components,
        List<String> relations) {

    static ClassShape of(byte[] bytes) {
        var model = ClassFile.of().parse(bytes);
        var members =
                model.fields().stream()
                        .map(
                                field ->
                                        "%x %s %s"
                                                .formatted(
                                                        field.flags().flagsMask(),
                                                        field.fieldName(),
                                                        field.fieldType()))
                        .collect(Collectors.toSet());
        model.methods()
                .forEach(
                        method ->
                                members.add(
                                        "%x %s%s"
                                                .formatted(
                                                        method.flags().flagsMask(),
                                                        method.methodName(),
                                                        method.methodType())));
        return new ClassShape(
                model.flags().flagsMask(),
                model.superclass().map(ClassEntry::asInternalName),
                model.interfaces().stream().map(ClassEntry::asInternalName).toList(),
                members,
                components(model),
                relations(model));
    }

    private static List<String> components(AttributedElement model) {
        return model.findAttribute(Attributes.record())
                .map(
                        record ->
                                record.components().stream()
                                        .map(each -> each.name() + " " + each.descriptor())
                                        .toList())
                .orElse(List.of());
    }

    private static List<String> relations(AttributedElement model) {
        var nest =
                model.findAttribute(Attributes.nestMembers())
                        .map(members -> names("nest", members.nestMembers()))
                        .orElse("");
        var permitted =
                model.findAttribute(Attributes.permittedSubclasses())
                        .map(classes -> names("permits", classes.permittedSubclasses()))
                        .orElse("");
        return List.of(nest, permitted);
    }

    private static String names(String what, List<ClassEntry> classes) {
        return classes.stream()
                .map(ClassEntry::asInternalName)
                .sorted()
                .collect(Collectors.joining(" ", what + " ", ""));
    }
}
