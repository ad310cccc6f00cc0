package org.threadbook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.threadbook.kernel.client.KernelClient;

/** Cells of plain Java, from the client to the session and back. */
@Timeout(120)
class ThreadbookKernelTest {
    private static KernelClient client;

    @BeforeAll
    static void start() {
        client = InProcessKernel.connect();
    }

    @AfterAll
    static void end() {
        client.close();
    }

    @Test
    void theLastExpressionsValueIsTheResult() {
        assertThat(client.execute("int two = 2;\ntwo * 21").result()).isEqualTo("42");
    }

    @Test
    void aNullIsShownAndAVoidCallShowsNothing() {
        assertThat(client.execute("new HashMap<String, String>().get(\"absent\")").result())
                .isEqualTo("null");
        var call = client.execute("List.of().forEach(each -> {})");
        assertThat(call.status()).isEqualTo("ok");
        assertThat(call.resultData()).isEmpty();
    }

    @Test
    void arraysAreShownByTheirElements() {
        assertThat(client.execute("new int[][] {{1, 2}, {3}}").result()).isEqualTo("[[1, 2], [3]]");
    }

    @Test
    void printsReachTheirStreams() {
        var cell = client.execute("System.out.println(\"out\"); System.err.println(\"err\");");

        assertThat(cell.stdout()).isEqualTo("out\n");
        assertThat(cell.stderr()).isEqualTo("err\n");
    }
}
