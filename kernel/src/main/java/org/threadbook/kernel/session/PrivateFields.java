package org.threadbook.kernel.session;

/** Reads fields that only reflection reaches. */
final class PrivateFields {
    private PrivateFields() {}

    /**
     * @param root an object
     * @param names a field of it, a field of that field's value, and so on
     * @return the value of the last
     * @throws NoSuchFieldException if an object has no such field
     * @throws java.lang.reflect.InaccessibleObjectException if its package is not open to us
     */
    static Object read(Object root, String... names)
            throws NoSuchFieldException, IllegalAccessException {
        var value = root;
        for (var name : names) {
            var field = value.getClass().getDeclaredField(name);
            field.setAccessible(true);
            value = field.get(value);
        }
        return value;
    }
}
