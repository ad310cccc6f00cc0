package org.threadbook.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threadbook.kernel.InProcessKernel;
import org.threadbook.kernel.client.KernelClient;

/** The magics as a notebook's client sees them. */
class MagicsOverTheWireTest {
    private static KernelClient client;

    @BeforeAll
    static void start() {
        client = InProcessKernel.connect();
        client.execute(
                """
                int[] numbers = {1, 2, 3};
                long evaluate(int number) { return 2L * number; }
                """);
    }

    @AfterAll
    static void end() throws Exception {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%%sequential",
                "%%threadpool 2",
                "%%processpool 2",
                "%%compare sequential, threadpool(2) processpool(2) --rounds 1"
            })
    void aMagicShowsHtmlTextAndData(String magic) {
        var ran = client.execute(magic + "\nfor (int number : numbers) evaluate(number);");

        assertThat(ran.status()).isEqualTo("ok");
        assertThat(ran.displays()).hasSize(1);
        assertThat(ran.displays().getFirst().keySet())
                .containsExactlyInAnyOrder(
                        "text/html", "text/plain", "application/vnd.threadbook.run+json");
        assertThat(ran.shownText()).startsWith("3 tasks from the for loop; ");
        assertThat(ran.resultData()).isEmpty();
    }

    @Test
    void theTableStandsBeforeTheErrorThatEndsTheCell() {
        var ran =
                client.execute(
                        """
                        %%processpool 2
                        for (int number : numbers)
                            1 / (number - 2);
                        """);

        assertThat(ran.error().name()).isEqualTo("java.lang.ArithmeticException");
        assertThat(ran.error().message()).isEqualTo("/ by zero");
        assertThat(ran.error().text()).contains("]:3)").doesNotContain("org.threadbook");
        assertThat(ran.types().indexOf("display_data")).isLessThan(ran.types().indexOf("error"));
    }

    @Test
    void aMistakeIsAUsageErrorAtItsPlace() {
        var error = client.execute("%%threadpool fiv\nfor (int n : numbers) evaluate(n);").error();

        assertThat(error.name()).isEqualTo("UsageError");
        assertThat(error.message()).contains("fiv is neither: cannot find symbol, variable fiv");
        assertThat(error.text()).contains("%%threadpool fiv").contains("^^^");
    }

    @Test
    void anInterruptedRunShowsWhatHasFinished() {
        var running =
                client.start(
                        """
                        %%threadpool 1
                        for (int number : numbers) {
                            if (number == 2) { System.out.println("here"); while (true); }
                            evaluate(number);
                        }
                        """);
        running.awaitPrinted("here");
        client.interrupt();

        var ran = running.await();
        assertThat(ran.error().name()).isEqualTo("interrupted");
        assertThat(ran.shownText()).contains("success").contains("cancelled");
        assertThat(client.execute("lastRun.outcomes().size()").result()).isEqualTo("3");
    }

    @Test
    void endlessTextsOfResultsCanBeInterrupted() {
        client.execute(
                """
                class Endless {
                    public String toString() { System.out.println("begun"); while (true); }
                }
                """);
        var running = client.start("%%sequential --tasks 1\nnew Endless();");
        running.awaitPrinted("begun");
        client.interrupt();

        assertThat(running.await().error().name()).isEqualTo("interrupted");
    }

    @Test
    void magicLinesCompleteAndAreContinued() {
        assertThat(client.complete("%%threadp|").getAsJsonArray("matches").toString())
                .isEqualTo("[\"threadpool\"]");
        assertThat(client.isComplete("%%threadpool 5").get("status").getAsString())
                .isEqualTo("incomplete");
    }
}
