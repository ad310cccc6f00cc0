package org.threadbook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threadbook.kernel.client.KernelClient;

/** Cells that ask: whatever Java reads with, the person at the client answers. */
@Timeout(120)
class InputTest {
    private static final KernelClient client = InProcessKernel.connect();

    @AfterAll
    static void close() {
        client.close();
    }

    private static String answered(String code, String... answers) {
        var cell = client.start(code);
        for (String answer : answers) client.answer(client.awaitQuestion(), answer);
        return cell.await().result();
    }

    @Test
    void everyWayToReadGetsTheLine() {
        assertThat(answered("new Scanner(System.in).nextLine()", "a b")).contains("a b");
        assertThat(answered("new Scanner(System.in).nextInt() + 1", "41")).isEqualTo("42");
        assertThat(
                        answered(
                                "new BufferedReader(new InputStreamReader(System.in)).readLine()",
                                "käse 𝄞"))
                .contains("käse 𝄞");
        assertThat(answered("IO.readln()", "grüße")).contains("grüße");
        assertThat(answered("System.in.read()", "A")).isEqualTo("65");
        assertThat(answered("System.in.available()")).isEqualTo("0");
        assertThat(answered("System.console().readLine(\"Name %d? \", 1)", "Ada")).contains("Ada");
        assertThat(
                        answered(
                                "new BufferedReader(System.console().reader()).readLine()",
                                "by characters"))
                .contains("by characters");
    }

    @Test
    void anEmptyAnswerIsAnEmptyLine() {
        assertThat(answered("IO.readln().length()", "")).isEqualTo("0");
        assertThat(answered("new Scanner(System.in).nextLine().length()", "")).isEqualTo("0");
        assertThat(answered("System.in.read()", "")).isEqualTo("10");
    }

    @Test
    void aPasswordIsAskedForAsOne() {
        var cell = client.start("new String(System.console().readPassword(\"Key: \"))");
        var question = client.awaitQuestion();
        assertThat(question.content().get("password").getAsBoolean()).isTrue();
        assertThat(question.text("prompt")).isEqualTo("Key: ");
        client.answer(question, "s3cret");
        assertThat(cell.await().result()).contains("s3cret");
        var open = client.start("IO.readln()");
        assertThat(client.awaitQuestion().content().get("password").getAsBoolean()).isFalse();
        client.answer("x");
        open.await();
    }

    @Test
    void theQuestionIsTheCellsAndWhatWasPrintedComesFirst() {
        var cell = client.start("var name = IO.readln(\"Name? \"); System.out.println(name);");
        var question = client.awaitQuestion();
        cell.awaitPrinted("Name? ");
        client.answer(question, "Ada");
        var execution = cell.await();
        assertThat(question.parentId()).isEqualTo(execution.published().getFirst().parentId());
        assertThat(execution.stdout()).isEqualTo("Name? Ada\n");
    }

    @Test
    void whatACellLeavesUnreadDoesNotSurpriseTheNext() {
        assertThat(answered("System.in.read()", "xyz")).isEqualTo("120");
        assertThat(answered("System.in.read()", "A")).isEqualTo("65");
        assertThat(answered("new Scanner(System.in).nextInt()", "1 2 3")).isEqualTo("1");
        assertThat(answered("new Scanner(System.in).nextInt()", "4")).isEqualTo("4");
        assertThat(answered("IO.readln()", "first\nsecond")).contains("first");
        assertThat(answered("IO.readln()", "third")).contains("third");
    }

    @Test
    void oneCellReadsAllThatWasTypedForIt() {
        assertThat(
                        answered(
                                "System.in.read() + System.in.read() + System.in.read()",
                                "\u0001\u0002"))
                .isEqualTo("13");
        assertThat(answered("var s = new Scanner(System.in); s.nextInt() + s.nextInt()", "1 2"))
                .isEqualTo("3");
        assertThat(answered("var s = new Scanner(System.in); s.nextInt() + s.nextInt()", "1", "2"))
                .isEqualTo("3");
    }

    @Test
    void aScannerMayBeKeptAndClosed() {
        client.execute("var kept = new Scanner(System.in);");
        assertThat(answered("kept.nextLine()", "one")).contains("one");
        assertThat(answered("kept.nextLine()", "two")).contains("two");
        client.execute("kept.close();");
        assertThat(answered("new Scanner(System.in).nextLine()", "three")).contains("three");
    }

    @Test
    void threadsOfTheCellAskOneAfterAnother() {
        var cell =
                client.start(
                        """
                        var lines = new ConcurrentSkipListSet<String>();
                        try (var pool = Executors.newFixedThreadPool(2)) {
                            pool.submit(() -> lines.add(new Scanner(System.in).nextLine()));
                            pool.submit(() -> lines.add(new Scanner(System.in).nextLine()));
                            Thread.startVirtualThread(() -> lines.add(new Scanner(System.in).nextLine())).join();
                        }
                        lines\
                        """);
        for (String line : new String[] {"a", "b", "c"}) {
            client.answer(client.awaitQuestion(), line);
        }
        assertThat(cell.await().result()).isEqualTo("[a, b, c]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.in.read();",
                "new Scanner(System.in).nextInt();",
                "while (new Scanner(System.in).hasNextInt()) {}",
                "IO.readln();",
                "System.console().readPassword(\"?\");",
                "Executors.newSingleThreadExecutor().submit(() -> IO.readln()).get();",
            })
    void aCellThatWaitsCanBeStoppedAndALateAnswerIsDropped(String code) {
        var cell = client.start(code);
        var unanswered = client.awaitQuestion();
        client.interrupt();
        assertThat(cell.await().error().name()).isEqualTo("interrupted");

        client.answer(unanswered, "late");
        client.answer("later");
        var next = client.start("IO.readln()");
        var question = client.awaitQuestion();
        client.answer(unanswered, "latest");
        client.answer(question, "in time");
        assertThat(next.await().result()).contains("in time");
    }

    @Test
    void aStoppedScannerIsSaidToBeOfNoUse() {
        var cell = client.start("new Scanner(System.in).nextInt()");
        client.awaitQuestion();
        client.interrupt();
        assertThat(cell.await().stderr()).contains("new Scanner(System.in)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1;\nSystem.in.read();",
                "1;\nnew Scanner(System.in).nextInt();",
                "1;\nnew Scanner(System.in).hasNextLine();",
                "1;\nnew BufferedReader(new InputStreamReader(System.in)).readLine();",
                "1;\nIO.readln();",
                "1;\nSystem.console().readLine();",
                "1;\nSystem.console().readPassword();",
                "1;\nnew BufferedReader(System.console().reader()).readLine();",
            })
    void whereTheClientAllowsNoInputTheUsersLineSaysSo(String code) {
        var error = client.execute(code, "'allow_stdin': false").error();
        assertThat(error.name()).isEqualTo("InputRefusedException");
        assertThat(error.message())
                .contains("allows no input", "nbconvert", "Set the value in a variable");
        assertThat(error.text()).contains("cell [", ":2");
        var silent = client.execute(code, "'silent': true").reply();
        assertThat(silent.get("evalue").getAsString()).contains("silently");
        // The next cell asks as if nothing had been.
        assertThat(answered("System.console().readLine(\"\")", "fine")).contains("fine");
        assertThat(answered("IO.readln()", "fine")).contains("fine");
    }

    @Test
    void aThreadThatOutlivesItsCellIsToldThatItCannotAsk() {
        client.execute("var go = new CountDownLatch(1);");
        var started =
                client.start(
                        """
                        var late = Thread.ofPlatform().start(() -> {
                            try { go.await(); System.in.read(); } catch (Exception e) { e.printStackTrace(); }
                        });\
                        """);
        started.await();
        client.execute("go.countDown(); late.join();");
        assertThat(started.awaitLate("stream").text("text"))
                .contains("the cell that asks has ended", "thread.join()");
    }

    @Test
    void aQuestionOfACellThatEndsIsWithdrawn() {
        client.execute(
                """
                boolean asks(Thread thread) {
                    return Arrays.stream(thread.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("ask"));
                }\
                """);
        client.execute(
                """
                var asking = Thread.ofPlatform().start(() -> {
                    try { System.in.read(); } catch (IOException e) { System.out.println(e); }
                });
                while (!asks(asking)) Thread.onSpinWait();\
                """);
        assertThat(client.execute("asking.join(); 1").result()).isEqualTo("1");
        client.forgetQuestions();
    }

    @Test
    void tasksOnThreadsMayAsk() {
        var cell =
                client.start("%%threadpool 2\nfor (int i : List.of(1, 2)) IO.readln().length();");
        client.answer(client.awaitQuestion(), "a");
        client.answer(client.awaitQuestion(), "b");
        assertThat(cell.await().status()).isEqualTo("ok");
    }
}
