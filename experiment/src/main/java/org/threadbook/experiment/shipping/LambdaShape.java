package org.threadbook.experiment.shipping;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;

/**
 * All of a lambda or method reference but what it captures. Class names are internal ({@code
 * java/util/List}), types are descriptors.
 *
 * @param capturingClass the class in whose code it was written
 * @param functionalInterface the interface that it implements
 * @param methodName the interface's method
 * @param methodType the erased type of that method
 * @param implKind how the implementation is called, a constant of {@link
 *     java.lang.invoke.MethodHandleInfo}
 * @param implClass the class that holds the implementation
 * @param implName the implementing method
 * @param implType its type
 * @param instantiatedType the type of the interface's method with its type arguments
 */
public record LambdaShape(
        String capturingClass,
        String functionalInterface,
        String methodName,
        String methodType,
        int implKind,
        String implClass,
        String implName,
        String implType,
        String instantiatedType)
        implements Serializable {

    /**
     * @param lambda what the JDK makes of a serializable lambda
     * @return its shape
     */
    public static LambdaShape of(SerializedLambda lambda) {
        return new LambdaShape(
                lambda.getCapturingClass(),
                lambda.getFunctionalInterfaceClass(),
                lambda.getFunctionalInterfaceMethodName(),
                lambda.getFunctionalInterfaceMethodSignature(),
                lambda.getImplMethodKind(),
                lambda.getImplClass(),
                lambda.getImplMethodName(),
                lambda.getImplMethodSignature(),
                lambda.getInstantiatedMethodType());
    }

    /**
     * @param lambda what the JDK makes of a serializable lambda
     * @return the values that it captures
     */
    static Object[] captured(SerializedLambda lambda) {
        var captured = new Object[lambda.getCapturedArgCount()];
        for (int i = 0; i < captured.length; i++) captured[i] = lambda.getCapturedArg(i);
        return captured;
    }
}
