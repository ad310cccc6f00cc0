package org.threadbook.kernel.session;

import java.util.Optional;

/** Runs a part where only exceptions may pass. */
final class Sneaky {
    private Sneaky() {}

    static Optional<CellValue> run(CompiledPart part) throws Exception {
        try {
            return part.run();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
