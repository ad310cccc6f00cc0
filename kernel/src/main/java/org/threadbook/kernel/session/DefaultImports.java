package org.threadbook.kernel.session;

import java.util.List;

/** What every notebook has imported from the start. */
final class DefaultImports {
    static final List<String> LINES =
            List.of(
                    "import java.util.*;",
                    "import java.util.concurrent.*;",
                    "import java.util.concurrent.atomic.*;",
                    "import java.util.concurrent.locks.*;",
                    "import java.util.function.*;",
                    "import java.util.stream.*;",
                    "import java.time.*;",
                    "import java.nio.file.*;",
                    "import java.io.*;",
                    "import java.math.*;",
                    "import org.threadbook.display.*;",
                    "import static org.threadbook.display.Displays.*;",
                    "import org.threadbook.experiment.*;",
                    "import static org.threadbook.experiment.Tasks.*;",
                    "import static org.threadbook.experiment.executor.TaskExecutors.*;");

    private DefaultImports() {}
}
