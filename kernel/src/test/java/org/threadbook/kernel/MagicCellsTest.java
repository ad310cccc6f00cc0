package org.threadbook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.threadbook.kernel.client.KernelClient;

/** Cells with magics, from the client to the experiment and back. */
@Timeout(180)
class MagicCellsTest {
    private static KernelClient client;

    @BeforeAll
    static void start() {
        client = InProcessKernel.connect();
        client.execute("int square(int n) { return n * n; }\nint[] numbers = {1, 2, 3};");
    }

    @AfterAll
    static void end() {
        client.close();
    }

    @Test
    void aComparisonIsShownAsTextHtmlAndData() {
        var cell =
                client.execute(
                        """
                        %%compare sequential, threadpool(2)
                        for (int number : numbers)
                            square(number);\
                        """);

        assertThat(cell.status()).as(cell.toString()).isEqualTo("ok");
        assertThat(cell.shownText()).contains("sequential", "threadpool(2)");
        assertThat(cell.shownHtml()).contains("<table", "threadpool(2)");
        assertThat(cell.displays().getLast().has("application/vnd.threadbook.run+json")).isTrue();
    }

    @Test
    void theLastComparisonIsAVariableThatIsShownAsItsTable() {
        client.execute("%%compare sequential, threadpool(2)\nfor (int n : numbers) square(n);");

        assertThat(client.execute("lastComparison").resultData().orElseThrow().has("text/html"))
                .isTrue();
    }

    @Test
    void aMistakeInAMagicLineIsAUsageError() {
        var error = client.execute("%%threadpol 5\nfor (int n : numbers) square(n);").error();

        assertThat(error.name()).isEqualTo("UsageError");
        assertThat(error.text()).contains("threadpool");
    }

    @Test
    void magicsAreListedAndExplained() {
        assertThat(client.execute("%lsmagic").shownText()).contains("%%compare");
        assertThat(client.execute("%threadpool?").shownText()).contains("--workers");
    }

    @Test
    void anEndlessTaskCanBeInterrupted() {
        var endless =
                client.start(
                        """
                        %%threadpool 2
                        for (int n : numbers) {
                            System.out.println("begun");
                            while (true);
                        }\
                        """);
        endless.awaitPrinted("begun");

        client.interrupt();

        assertThat(endless.await().status()).isEqualTo("error");
        assertThat(client.execute("square(4)").result()).isEqualTo("16");
    }
}
