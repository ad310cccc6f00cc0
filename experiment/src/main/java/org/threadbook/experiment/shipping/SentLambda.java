package org.threadbook.experiment.shipping;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Optional;

/** Takes lambdas apart. */
final class SentLambda {
    private static final ClassValue<Optional<Method>> TAKE_APART =
            new ClassValue<>() {
                @Override
                protected Optional<Method> computeValue(Class<?> type) {
                    if (!type.isHidden()) return Optional.empty();
                    try {
                        var method = type.getDeclaredMethod("writeReplace");
                        method.setAccessible(true);
                        return Optional.of(method);
                    } catch (NoSuchMethodException | InaccessibleObjectException _) {
                        return Optional.empty();
                    }
                }
            };

    private SentLambda() {}

    /**
     * @return the lambda's parts; empty if the object is no lambda, not serializable, or the JDK's
     */
    static Optional<SerializedLambda> of(Object object) {
        var method = TAKE_APART.get(object.getClass());
        if (method.isEmpty()) return Optional.empty();
        try {
            return method.get().invoke(object) instanceof SerializedLambda lambda
                    ? Optional.of(lambda)
                    : Optional.empty();
        } catch (ReflectiveOperationException _) {
            return Optional.empty();
        }
    }
}
