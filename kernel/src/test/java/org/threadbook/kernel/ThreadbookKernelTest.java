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

    @Test
    void anEndlessLoopCanBeInterruptedAndTheVariablesStay() {
        client.execute("long turns = 0;");
        var endless = client.start("System.out.println(\"begun\"); while (true) turns++;");
        endless.awaitPrinted("begun");

        client.interrupt();

        assertThat(endless.await().error().name()).isEqualTo("interrupted");
        assertThat(client.execute("turns > 0").result()).isEqualTo("true");
    }

    @Test
    void anInterruptThatComesBeforeTheCellRunsIsNotLost() {
        var endless = client.start("while (true);").awaitBusy();

        client.interrupt();

        assertThat(endless.await().error().name()).isEqualTo("interrupted");
    }

    @Test
    void aCompileErrorShowsTheUsersLine() {
        var error = client.execute("int fine = 1;\nint wrong = \"text\";").error();

        assertThat(error.name()).isEqualTo("CompilationException");
        assertThat(error.text()).contains("int wrong = \"text\";").contains("^");
        assertThat(client.execute("fine").status()).isEqualTo("error");
    }

    @Test
    void anExceptionIsTheUsers() {
        var error = client.execute("throw new IllegalStateException(\"on purpose\");").error();

        assertThat(error.name()).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.message()).isEqualTo("on purpose");
        assertThat(error.text()).doesNotContain("org.threadbook");
    }

    @Test
    void aToStringThatThrowsIsShownAsSuch() {
        var shown =
                client.execute(
                        """
                        class Broken {
                            public String toString() {
                                throw new IllegalStateException("inside");
                            }
                        }
                        new Broken()\
                        """);

        assertThat(shown.result()).contains("Broken").contains("inside");
    }

    @Test
    void aToStringThatNeverEndsCanBeInterrupted() {
        var endless =
                client.start(
                        """
                        class Endless {
                            public String toString() {
                                System.out.println("begun");
                                while (true);
                            }
                        }
                        new Endless()\
                        """);
        endless.awaitPrinted("begun");

        client.interrupt();

        assertThat(endless.await().status()).isEqualTo("error");
    }

    @Test
    void userExpressionsAreJava() {
        var values =
                client.execute("int seven = 7;", "'user_expressions': {'double': '2 * seven'}")
                        .reply()
                        .getAsJsonObject("user_expressions");

        assertThat(values.toString()).contains("\"text/plain\":\"14\"");
    }

    @Test
    void completionAndCompletenessComeFromTheSession() {
        assertThat(client.complete("Math.ab|").getAsJsonArray("matches").toString())
                .contains("abs");
        assertThat(client.isComplete("for (int i = 0; i < 3; i++) {").get("status").getAsString())
                .isEqualTo("incomplete");
    }

    @Test
    void kernelInfoNamesJava() {
        var info = client.request("kernel_info_request", "{}");

        assertThat(info.get("implementation").getAsString()).isEqualTo("threadbook");
        assertThat(info.getAsJsonObject("language_info").get("file_extension").getAsString())
                .isEqualTo(".java");
    }
}
