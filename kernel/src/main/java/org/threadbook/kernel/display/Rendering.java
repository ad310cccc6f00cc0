package org.threadbook.kernel.display;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How values are shown: by the renderer registered last for a type that the value has, else as
 * text. Registered by one thread before use; then thread-safe.
 */
public final class Rendering {
    private record Renderer<T>(Class<T> type, Function<? super T, MimeBundle> render) {
        MimeBundle apply(Object value) {
            return render.apply(type.cast(value));
        }
    }

    private final List<Renderer<?>> renderers = new ArrayList<>();

    /** Knows how to show a {@link MimeBundle}, and all else as text. */
    public Rendering() {
        register(MimeBundle.class, Function.identity());
    }

    /**
     * @param type a class or interface
     * @param render shows values of it
     * @return this
     */
    public <T> Rendering register(Class<T> type, Function<? super T, MimeBundle> render) {
        renderers.addFirst(new Renderer<>(type, render));
        return this;
    }

    /**
     * Shows a value. Calls code of the user, such as its {@code toString}, and survives what that
     * throws.
     *
     * @param value a value, or null, which is shown as such
     * @return how it is shown
     */
    public MimeBundle render(@Nullable Object value) {
        return rendered(value).orElseGet(() -> MimeBundle.text(ValueText.of(value)));
    }

    /**
     * As {@link #render}, but a text is not shortened.
     *
     * @param value a value, or null, which is shown as such
     * @return how it is shown
     */
    public MimeBundle renderWhole(@Nullable Object value) {
        return rendered(value).orElseGet(() -> MimeBundle.text(ValueText.whole(value)));
    }

    private Optional<MimeBundle> rendered(@Nullable Object value) {
        if (value == null) return Optional.empty();
        return renderers.stream()
                .filter(renderer -> renderer.type().isInstance(value))
                .findFirst()
                .map(renderer -> renderer.apply(value));
    }
}
