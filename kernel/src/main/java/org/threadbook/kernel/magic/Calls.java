package org.threadbook.kernel.magic;

import org.jspecify.annotations.Nullable;

/** Lets what the user's code throws pass through methods that declare only exceptions. */
final class Calls {
    /** Code that may throw anything. */
    @FunctionalInterface
    interface Throwing<T extends @Nullable Object> {
        T call() throws Throwable;
    }

    private Calls() {}

    /**
     * @param code what to run
     * @return what it returns
     * @throws Exception what it throws, as it is, even if that is neither Exception nor Error
     */
    static <T extends @Nullable Object> T unchecked(Throwing<T> code) throws Exception {
        try {
            return code.call();
        } catch (Throwable thrown) {
            throw Calls.<RuntimeException>as(thrown);
        }
    }

    @SuppressWarnings("unchecked") // the compiler alone tells checked exceptions from others
    private static <X extends Throwable> X as(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
