package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;

/**
 * How records are taken apart and made again: by their components and canonical constructor, as
 * Java serialization does.
 *
 * @param components an accessor per component
 * @param constructor takes an array of the components' values
 */
record RecordForm(MethodHandle[] components, MethodHandle constructor) {
    private static final ClassValue<Optional<RecordForm>> FORMS =
            new ClassValue<>() {
                @Override
                protected Optional<RecordForm> computeValue(Class<?> type) {
                    return type.isRecord() && isPlain(type) ? make(type) : Optional.empty();
                }
            };

    /**
     * @return the form; empty if the class is no record, the JDK's, or has a serialized form of its
     *     own
     */
    static Optional<RecordForm> of(Class<?> type) {
        return FORMS.get(type);
    }

    private static boolean isPlain(Class<?> type) {
        return Serializable.class.isAssignableFrom(type)
                && !Externalizable.class.isAssignableFrom(type)
                && !type.getModule().isNamed()
                && Arrays.stream(type.getDeclaredMethods())
                        .noneMatch(
                                method ->
                                        method.getName().equals("writeReplace")
                                                || method.getName().equals("readResolve"));
    }

    private static Optional<RecordForm> make(Class<?> type) {
        try {
            var parts = type.getRecordComponents();
            var lookup = MethodHandles.lookup();
            var components = new MethodHandle[parts.length];
            for (int i = 0; i < parts.length; i++) {
                var accessor = parts[i].getAccessor();
                accessor.setAccessible(true);
                components[i] =
                        lookup.unreflect(accessor)
                                .asType(MethodType.methodType(Object.class, Object.class));
            }
            var types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            var constructor =
                    lookup.unreflectConstructor(canonical)
                            .asSpreader(Object[].class, parts.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
            return Optional.of(new RecordForm(components, constructor));
        } catch (ReflectiveOperationException | InaccessibleObjectException _) {
            return Optional.empty();
        }
    }

    int size() {
        return components.length;
    }

    @Nullable Object component(int index, Object record) throws IOException {
        try {
            return components[index].invokeExact(record);
        } catch (Throwable thrown) {
            throw invalid(record.getClass() + " could not be read", thrown);
        }
    }

    Object make(@Nullable Object[] values) throws InvalidObjectException {
        try {
            return constructor.invokeExact(values);
        } catch (Throwable thrown) {
            throw invalid("a record could not be made: " + thrown, thrown);
        }
    }

    private static InvalidObjectException invalid(String message, Throwable cause) {
        var invalid = new InvalidObjectException(message);
        invalid.initCause(cause);
        return invalid;
    }
}
