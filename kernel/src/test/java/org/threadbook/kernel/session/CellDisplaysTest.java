package org.threadbook.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.threadbook.kernel.display.MimeBundle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What cells show by {@code display}. */
class CellDisplaysTest {
    /** What came, in order: prints, displays as "+ text" and updates as "= text". */
    private static final class Log extends ForwardingOutput {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final List<String> ids = Collections.synchronizedList(new ArrayList<>());

        Log() {
            super(new DroppedOutput());
        }

        @Override
        public void out(String text) {
            lines.add(text);
        }

        @Override
        public void display(String id, MimeBundle bundle) {
            ids.add(id);
            lines.add("+ " + bundle.data().get("text/plain"));
        }

        @Override
        public void update(String id, MimeBundle bundle) {
            ids.add(id);
            lines.add("= " + bundle.data().get("text/plain"));
        }
    }

    private final Session session = new Session();
    private int count;

    @AfterEach
    void close() {
        session.close();
    }

    private Log run(String source) throws Throwable {
        var log = new Log();
        session.execute(new Cell(++count, log), source);
        return log;
    }

    @Test
    void aDisplayIsInOrderWithPrints() throws Throwable {
        var log =
                run(
                        """
                        System.out.print("before");
                        display(1);
                        System.out.print("after");
                        display(null);
                        """);
        assertThat(log.lines).containsExactly("before", "+ 1", "after", "+ null");
    }

    @Test
    void anUpdateTakesThePlaceOfWhatIsShown() throws Throwable {
        var log = run("var shown = display(\"first\"); shown.update(\"last\");");
        assertThat(log.lines).containsExactly("+ first", "= last");
        assertThat(log.ids.getFirst()).isEqualTo(log.ids.getLast());

        run("shown.update(\"later\");");
        assertThat(log.lines).last().isEqualTo("= later");
    }

    @Test
    void theLastUpdateOfEightThreadsIsShown() throws Throwable {
        var log =
                run(
                        """
                        var done = new AtomicInteger();
                        var progress = display("0 of 8000");
                        try (var pool = Executors.newFixedThreadPool(8)) {
                            for (int thread = 0; thread < 8; thread++) {
                                pool.submit(() -> {
                                    for (int i = 0; i < 1000; i++) {
                                        synchronized (progress) {
                                            progress.update(done.incrementAndGet() + " of 8000");
                                        }
                                    }
                                });
                            }
                        }
                        """);
        assertThat(log.lines).last().isEqualTo("= 8000 of 8000");
        assertThat(log.ids).containsOnly(log.ids.getFirst());
        // What no person could see is left out: a client would drown in it.
        assertThat(log.lines).hasSizeLessThan(4_000);
    }

    @Test
    void aTaskDisplaysBelowTheCellThatSubmittedIt() throws Throwable {
        run("var pool = Executors.newFixedThreadPool(1); var go = new Semaphore(0);");
        run("pool.submit(() -> 0).get();");
        var submitting =
                run(
                        "var task = pool.submit(() -> { go.acquireUninterruptibly();"
                                + " display(\"late\"); });");
        var running = run("go.release(); task.get(); pool.shutdown();");
        assertThat(submitting.lines).containsExactly("+ late");
        assertThat(running.lines).isEmpty();
    }

    @Test
    void aLargeValueIsShownWhole() throws Throwable {
        var log = run("display(\"x\".repeat(5_000_000));");
        assertThat(log.lines.getFirst()).isEqualTo("+ " + "x".repeat(5_000_000));
    }
}
