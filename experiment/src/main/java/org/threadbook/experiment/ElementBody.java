package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Bodies that call an element of a collection. Records, not lambdas, so that what is sent to a
 * worker names only classes that each worker has; they can be serialized if the element can.
 */
final class ElementBody {
    private ElementBody() {}

    record OfCallable<R extends @Nullable Object>(Callable<R> callable) implements TaskBody<R> {
        @Override
        public R call() throws Exception {
            return callable.call();
        }
    }

    record OfRunnable(Runnable runnable) implements TaskBody<@Nullable Object> {
        @SuppressWarnings("NullAway") // it does not know nullable type arguments
        @Override
        public @Nullable Object call() {
            runnable.run();
            return null;
        }
    }

    record OfSupplier<R extends @Nullable Object>(Supplier<R> supplier) implements TaskBody<R> {
        @Override
        public R call() {
            return supplier.get();
        }
    }

    static TaskBody<?> of(Callable<?> callable) {
        return callable instanceof NamedTask<?> named ? named.body() : new OfCallable<>(callable);
    }

    static TaskBody<?> of(Runnable runnable) {
        return new OfRunnable(runnable);
    }

    static TaskBody<?> of(Supplier<?> supplier) {
        return new OfSupplier<>(supplier);
    }
}
