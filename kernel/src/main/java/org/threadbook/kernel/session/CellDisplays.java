package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;
import org.threadbook.display.Display;
import org.threadbook.display.DisplayTarget;
import org.threadbook.kernel.display.Rendering;

import java.util.UUID;

/**
 * Shows what code asks for below the cell that it belongs to, by the same rule as prints, and in
 * order with them. The value is rendered by the calling thread. Thread-safe.
 */
final class CellDisplays extends DisplayTarget implements AutoCloseable {
    private final OutputRouter router;
    private final Rendering rendering;

    CellDisplays(OutputRouter router, Rendering rendering) {
        this.router = router;
        this.rendering = rendering;
    }

    void install() {
        connect();
    }

    @Override
    public void close() {
        disconnect();
    }

    @Override
    protected Display display(@Nullable Object value) {
        var bundle = rendering.renderWhole(value);
        var context =
                router.owner()
                        .orElseThrow(() -> new IllegalStateException("no cell has run so far"));
        var id = UUID.randomUUID().toString();
        context.display(id, bundle);
        return new Shown(context, id);
    }

    private final class Shown implements Display {
        private final CellContext context;
        private final String id;

        Shown(CellContext context, String id) {
            this.context = context;
            this.id = id;
        }

        @Override
        public void update(@Nullable Object value) {
            context.update(id, rendering.renderWhole(value));
            router.flushSoon(context);
        }

        @Override
        public String toString() {
            return "a display";
        }
    }
}
