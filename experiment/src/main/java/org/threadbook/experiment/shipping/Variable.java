package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Field;

/**
 * A variable of the notebook: a static field of a snippet's class.
 *
 * @param field the field, accessible
 */
record Variable(Field field) {
    private static final String SEPARATOR = "#";

    static Variable of(Class<?> owner, String name) throws NoSuchFieldException {
        var field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return new Variable(field);
    }

    static Variable ofKey(String key, ClassLoader loader) throws ReflectiveOperationException {
        int separator = key.indexOf(SEPARATOR);
        var owner = Class.forName(key.substring(0, separator), true, loader);
        return of(owner, key.substring(separator + 1));
    }

    /** The name by which it is known in both processes. */
    String key() {
        return field.getDeclaringClass().getName() + SEPARATOR + field.getName();
    }

    @Nullable Object value() {
        try {
            return field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
