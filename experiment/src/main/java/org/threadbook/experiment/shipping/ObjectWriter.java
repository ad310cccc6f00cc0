package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;

/** Java serialization in which lambdas travel as their shapes. */
public final class ObjectWriter extends ObjectOutputStream {
    private final Met met;

    /** Is told of what a graph of objects consists. */
    public interface Met {
        /**
         * @param type a class of which the graph has an instance, or the class itself
         */
        default void type(Class<?> type) {}

        /**
         * @param lambda a lambda in the graph
         * @return whether it is to travel as its shape
         */
        boolean lambda(SerializedLambda lambda);
    }

    private ObjectWriter(OutputStream out, Met met) throws IOException {
        super(out);
        this.met = met;
        enableReplaceObject(true);
    }

    /**
     * @param object what to serialize
     * @param met is told of what is met
     * @return its bytes
     * @throws IOException if something in it cannot be serialized
     */
    static Blob bytes(@Nullable Object object, Met met) throws IOException {
        var bytes = new ByteSink();
        write(object, bytes, met);
        return bytes.take();
    }

    static void write(@Nullable Object object, OutputStream out, Met met) throws IOException {
        try (var writer = new ObjectWriter(out, met)) {
            writer.writeObject(object);
        }
    }

    @Override
    protected void annotateClass(Class<?> type) {
        met.type(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        for (var each : type.getInterfaces()) met.type(each);
    }

    @Override
    protected Object replaceObject(Object object) {
        return object instanceof SerializedLambda lambda && met.lambda(lambda)
                ? new LambdaRef(LambdaShape.of(lambda), LambdaShape.captured(lambda))
                : object;
    }
}
