package org.threadbook.experiment.shipping;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sets in a worker the notebook's variables as they were when the round started. */
public final class Variables {
    private Variables() {}

    /**
     * @param bytes what {@link Closure#newVariables} gave
     * @param loader the loader of the shipped classes
     * @param linker links lambdas among the values
     * @throws IOException if a value does not fit the classes here
     * @throws ReflectiveOperationException if a class or variable is missing here
     */
    public static void set(InputStream bytes, ClassLoader loader, LambdaLinker linker)
            throws IOException, ReflectiveOperationException {
        var values = (Map<?, ?>) ObjectReader.read(bytes, loader, linker);
        if (values == null) return;
        for (var entry : values.entrySet())
            Variable.ofKey((String) entry.getKey(), loader).field().set(null, entry.getValue());
    }

    static Map<String, @Nullable Object> values(Iterable<Variable> variables) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var variable : variables) values.put(variable.key(), variable.value());
        return values;
    }
}
