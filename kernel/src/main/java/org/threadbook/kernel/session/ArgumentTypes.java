package org.threadbook.kernel.session;

import jdk.jshell.JShell;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clears what the compiler remembers of the types of arguments. JShell uses the same few compilers
 * for all snippets, and those never forget a call that was the argument of another or the body of a
 * lambda: with the syntax trees that it holds that is 170 KB for each cell such as {@code
 * pool.submit(() -> total.get())}. No API reaches it; where reflection does not either, the
 * kernel's heap grows. Used by one thread at a time, while JShell rests.
 */
final class ArgumentTypes {
    /**
     * @param compilers the contexts of JShell's compilers, by their options
     * @param typing gives for a context what types the arguments
     */
    private record Access(Map<?, Collection<?>> compilers, Method typing) {}

    private final Optional<Access> access;

    ArgumentTypes(JShell jshell) {
        this.access = access(jshell);
    }

    @SuppressWarnings("unchecked") // if the field is another, the cast fails
    private static Optional<Access> access(JShell jshell) {
        try {
            var compilers =
                    PrivateFields.read(jshell, "taskFactory", "javacTaskPool", "options2Contexts");
            var context = Class.forName("com.sun.tools.javac.util.Context");
            var typing =
                    Class.forName("com.sun.tools.javac.comp.ArgumentAttr")
                            .getDeclaredMethod("instance", context);
            typing.setAccessible(true);
            return Optional.of(new Access((Map<?, Collection<?>>) compilers, typing));
        } catch (ReflectiveOperationException
                | InaccessibleObjectException
                | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** Forgets them all. */
    void forget() {
        if (access.isEmpty()) return;
        try {
            for (var contexts : List.copyOf(access.get().compilers().values())) {
                for (var context : contexts) {
                    var typing = access.get().typing().invoke(null, context);
                    ((Map<?, ?>) PrivateFields.read(typing, "argumentTypeCache")).clear();
                }
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            // As said: it grows.
        }
    }
}
