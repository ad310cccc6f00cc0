package org.threadbook.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.threadbook.kernel.wire.ScriptedHandler.result;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threadbook.kernel.client.ClientMessage;
import org.threadbook.kernel.client.Connections;
import org.threadbook.kernel.client.KernelClient;
import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The protocol as a client sees it, over real sockets, with a kernel of scripts behind it. */
@Timeout(120)
class KernelConnectionTest {
    private final ScriptedHandler handler = new ScriptedHandler();
    private KernelClient client;

    @BeforeEach
    void connect() throws Exception {
        var connection = KernelConnection.open(Connections.anyPorts(), handler);
        client = new KernelClient(connection.properties(), connection);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void executionIsPublishedInTheOrderThatClientsExpect() {
        handler.scripts.put(
                "all",
                (_, output, _) -> {
                    output.out("printed");
                    output.err("complained");
                    output.display(MimeBundle.text("shown"));
                    return result("value");
                });

        var execution = client.execute("all");

        assertThat(execution.types())
                .containsExactly(
                        "status",
                        "execute_input",
                        "stream",
                        "stream",
                        "display_data",
                        "execute_result",
                        "status");
        assertThat(execution.status()).isEqualTo("ok");
        assertThat(execution.stdout()).isEqualTo("printed");
        assertThat(execution.stderr()).isEqualTo("complained");
        assertThat(execution.shownText()).isEqualTo("shown\nvalue");
        assertThat(execution.result()).isEqualTo("value");
        assertThat(execution.published().getFirst().text("execution_state")).isEqualTo("busy");
    }

    @Test
    void errorIsPublishedAndReplied() {
        var execution = client.execute("fail");

        assertThat(execution.types()).containsExactly("status", "execute_input", "error", "status");
        assertThat(execution.error().name()).isEqualTo("Trouble");
        assertThat(execution.error().text()).isEqualTo("line 1\nline 2");
        assertThat(execution.reply().get("status").getAsString()).isEqualTo("error");
        assertThat(execution.reply().get("evalue").getAsString()).isEqualTo("in paradise");
        assertThat(execution.count()).isEqualTo(1);
    }

    @Test
    void onlyStoredExecutionsCount() {
        assertThat(client.execute("count").result()).isEqualTo("1");
        assertThat(client.execute("count", "'store_history': false").result()).isEqualTo("1");
        assertThat(client.execute("count", "'silent': true").count()).isEqualTo(1);
        var next = client.execute("count");
        assertThat(next.result()).isEqualTo("2");
        assertThat(next.published().get(1).content().get("execution_count").getAsInt())
                .isEqualTo(2);
    }

    @Test
    void silentExecutionPublishesNothingButItsStatus() {
        handler.scripts.put(
                "chatter",
                (_, output, _) -> {
                    output.out("printed");
                    output.display(MimeBundle.text("shown"));
                    return result("value");
                });

        assertThat(client.execute("chatter", "'silent': true").types())
                .containsExactly("status", "status");
        assertThat(client.execute("fail", "'silent': true").types())
                .containsExactly("status", "status");
    }

    @Test
    void anErrorAbortsWhatIsQueued() {
        var queued = new CountDownLatch(1);
        handler.scripts.put(
                "fail when queued",
                (_, _, _) -> {
                    queued.await();
                    return ScriptedHandler.failure();
                });

        var failing = client.start("fail when queued").awaitBusy();
        var second = client.start("count");
        var info = client.send("kernel_info_request", "{}");
        var third = client.start("count");
        // What control answers was sent after them.
        client.requestControl("kernel_info_request", "{}");
        queued.countDown();

        assertThat(failing.await().status()).isEqualTo("error");
        assertThat(second.await().status()).isEqualTo("aborted");
        assertThat(third.await().status()).isEqualTo("aborted");
        client.awaitPublished(message -> message.parentId().equals(info));
        var next = client.execute("count");
        assertThat(next.status()).isEqualTo("ok");
        assertThat(next.result()).isEqualTo("2");
    }

    @Test
    void anErrorAbortsNothingWhereTheClientSaysSo() {
        var failing = client.start("fail", "'stop_on_error': false");
        var second = client.start("count");

        assertThat(failing.await().status()).isEqualTo("error");
        assertThat(second.await().result()).isEqualTo("2");
    }

    @Test
    void userExpressionsAreEvaluatedAfterTheCell() {
        var values =
                client.execute("nothing", "'user_expressions': {'a': 'count', 'b': 'fail'}")
                        .reply()
                        .getAsJsonObject("user_expressions");

        assertThat(values.getAsJsonObject("a").get("status").getAsString()).isEqualTo("ok");
        assertThat(
                        values.getAsJsonObject("a")
                                .getAsJsonObject("data")
                                .get("text/plain")
                                .getAsString())
                .isEqualTo("1");
        assertThat(values.getAsJsonObject("b").get("status").getAsString()).isEqualTo("error");
        assertThat(values.getAsJsonObject("b").get("ename").getAsString()).isEqualTo("Trouble");
    }

    @Test
    void outputThatComesLateStillHasItsCellAsParent() {
        var kept = new AtomicReference<CellOutput>();
        handler.scripts.put(
                "keep",
                (_, output, _) -> {
                    kept.set(output);
                    output.display("id 1", MimeBundle.text("begun"));
                    return new ExecuteOutcome.Succeeded(Optional.empty());
                });
        var cell = client.start("keep");
        cell.await();
        client.execute("nothing");

        kept.get().out("late");
        kept.get().update("id 1", MimeBundle.text("done"));

        assertThat(cell.awaitLate("stream").text("text")).isEqualTo("late");
        var update = cell.awaitLate("update_display_data").content();
        assertThat(update.getAsJsonObject("transient").get("display_id").getAsString())
                .isEqualTo("id 1");
        assertThat(update.getAsJsonObject("data").get("text/plain").getAsString())
                .isEqualTo("done");
    }

    @Test
    void jsonInABundleStaysJson() {
        handler.scripts.put(
                "data",
                (_, output, _) -> {
                    output.display(
                            new MimeBundle(
                                    Map.of("application/json", Map.of("answer", List.of(42)))));
                    return new ExecuteOutcome.Succeeded(Optional.empty());
                });

        assertThat(client.execute("data").displays().getFirst().get("application/json").toString())
                .isEqualTo("{\"answer\":[42]}");
    }

    @Test
    void cursorsAreCodePointsForTheClientAndCharsInside() {
        var completed = client.complete("a𝄞b| rest");

        assertThat(strings(completed.getAsJsonArray("matches"))).containsExactly("a𝄞ba𝄞b");
        assertThat(completed.get("cursor_start").getAsInt()).isZero();
        assertThat(completed.get("cursor_end").getAsInt()).isEqualTo(3);
        assertThat(completed.get("status").getAsString()).isEqualTo("ok");
    }

    @Test
    void aCursorBeyondTheCodeStandsAtItsEnd() {
        var completed =
                client.request("complete_request", "{\"code\": \"ab\", \"cursor_pos\": 99}");

        assertThat(completed.get("cursor_end").getAsInt()).isEqualTo(2);
    }

    private static List<String> strings(Iterable<JsonElement> array) {
        var all = new ArrayList<String>();
        array.forEach(each -> all.add(each.getAsString()));
        return all;
    }

    @Test
    void completenessIsSaidInTheProtocolsWords() {
        assertThat(client.isComplete("fine").get("status").getAsString()).isEqualTo("complete");
        assertThat(client.isComplete("wrong").get("status").getAsString()).isEqualTo("invalid");
        var more = client.isComplete("more");
        assertThat(more.get("status").getAsString()).isEqualTo("incomplete");
        assertThat(more.get("indent").getAsString()).isEqualTo("    ");
    }

    @Test
    void inspectionSaysWhetherSomethingWasFound() {
        var found = client.inspect("ab|c");
        assertThat(found.get("found").getAsBoolean()).isTrue();
        assertThat(found.getAsJsonObject("data").get("text/plain").getAsString()).isEqualTo("ab0");
        var unknown = client.inspect("unknown|");
        assertThat(unknown.get("found").getAsBoolean()).isFalse();
        assertThat(unknown.get("status").getAsString()).isEqualTo("ok");
        assertThat(unknown.getAsJsonObject("data").entrySet()).isEmpty();
    }

    @Test
    void kernelInfoIsAnsweredOnShellAndControl() {
        for (JsonObject info :
                List.of(
                        client.request("kernel_info_request", "{}"),
                        client.requestControl("kernel_info_request", "{}"))) {
            assertThat(info.get("status").getAsString()).isEqualTo("ok");
            assertThat(info.get("protocol_version").getAsString()).isEqualTo("5.4");
            assertThat(info.getAsJsonObject("language_info").get("name").getAsString())
                    .isEqualTo("script");
        }
    }

    @Test
    void historyIsEmptyButAnswered() {
        var reply =
                client.request(
                        "history_request",
                        "{\"output\": false, \"raw\": true, \"hist_access_type\": \"tail\", \"n\":"
                                + " 5}");

        assertThat(reply.get("status").getAsString()).isEqualTo("ok");
        assertThat(reply.getAsJsonArray("history")).isEmpty();
    }

    @Test
    void commsAreAnsweredAndClosed() {
        var info = client.request("comm_info_request", "{}");
        assertThat(info.getAsJsonObject("comms").entrySet()).isEmpty();

        String open =
                client.send(
                        "comm_open",
                        "{\"comm_id\": \"7\", \"target_name\": \"jupyter.widget\", \"data\": {}}");
        client.send("comm_msg", "{\"comm_id\": \"7\", \"data\": {}}");

        ClientMessage close = client.awaitPublished(message -> message.type().equals("comm_close"));
        assertThat(close.parentId()).isEqualTo(open);
        assertThat(close.text("comm_id")).isEqualTo("7");
        assertThat(client.execute("count").result()).isEqualTo("1");
    }

    @Test
    void heartbeatComesBack() {
        assertThat(client.heartbeat("ping")).isEqualTo("ping");
    }

    @Test
    void heartbeatControlAndInterruptAnswerWhileACellRuns() throws Exception {
        handler.scripts.put(
                "until interrupted",
                (_, _, _) -> {
                    handler.interrupted.await();
                    return ScriptedHandler.failure();
                });
        var running = client.start("until interrupted").awaitBusy();

        assertThat(client.heartbeat("alive")).isEqualTo("alive");
        client.requestControl("kernel_info_request", "{}");
        assertThat(client.interrupt().get("status").getAsString()).isEqualTo("ok");

        assertThat(running.await().status()).isEqualTo("error");
    }

    @Test
    void cellsAreNotExecutedOnControl() {
        var reply = client.requestControl("execute_request", "{\"code\": \"count\"}");

        assertThat(reply.get("status").getAsString()).isEqualTo("error");
        assertThat(client.execute("count").result()).isEqualTo("1");
    }

    @Test
    void aHandlerThatThrowsIsAnsweredAsAnError() {
        handler.scripts.put(
                "throw",
                (_, _, _) -> {
                    throw new IllegalStateException("broken");
                });

        var reply = client.execute("throw").reply();

        assertThat(reply.get("status").getAsString()).isEqualTo("error");
        assertThat(reply.get("evalue").getAsString()).isEqualTo("broken");
        assertThat(client.execute("count").status()).isEqualTo("ok");
    }

    @Test
    void shutdownIsRepliedAndEchoesRestart() throws Exception {
        var reply = client.requestControl("shutdown_request", "{\"restart\": true}");

        assertThat(reply.get("restart").getAsBoolean()).isTrue();
        assertThat(reply.get("status").getAsString()).isEqualTo("ok");
        assertThat(handler.shutdown.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theSameMessageIsNotObeyedTwice() {
        var frames =
                client.signed(
                        """
                        {"msg_id": "replayed", "msg_type": "execute_request", "session": "s",
                         "username": "u", "date": "", "version": "5.4"}\
                        """,
                        "{}",
                        "{}",
                        "{\"code\": \"count\"}");
        client.sendFrames(frames);
        client.sendFrames(frames);

        assertThat(client.execute("count").result()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON at all",
                "[]",
                "{\"msg_id\": \"1\"}",
                "{\"msg_id\": \"1\", \"msg_type\": \"unheard_of\"}",
                "{\"msg_id\": null, \"msg_type\": \"kernel_info_request\"}",
                "{\"msg_id\": {}, \"msg_type\": []}",
                "{'msg_id': '1', 'msg_type': 'kernel_info_request'}",
            })
    void aMalformedHeaderIsDroppedAndTheNextMessageAnswered(String header) {
        client.sendFrames(client.signed(header, "{}", "{}", "{}"));

        assertThat(client.execute("count").result()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": ",
                "{} {}",
                "[1]",
                "{}",
                "{\"code\": {}}",
                "{\"code\": null}",
                "null",
            })
    void malformedContentIsDroppedAndTheNextMessageAnswered(String content) {
        client.send("execute_request", content);

        assertThat(client.execute("count").result()).isEqualTo("1");
    }

    @Test
    void aWrongSignatureIsDroppedAndTheNextMessageAnswered() {
        var frames =
                new ArrayList<>(
                        client.signed(
                                "{\"msg_id\": \"1\", \"msg_type\": \"execute_request\"}",
                                "{}",
                                "{}",
                                "{\"code\": \"count\"}"));
        frames.set(1, "0".repeat(64));
        client.sendFrames(frames);
        frames.set(1, "");
        client.sendFrames(frames);

        assertThat(client.execute("count").result()).isEqualTo("1");
    }

    @Test
    void missingFramesAreDroppedAndTheNextMessageAnswered() {
        client.sendFrames(List.of("only one"));
        client.sendFrames(List.of("<IDS|MSG>"));
        client.sendFrames(List.of("<IDS|MSG>", "", "{}"));

        assertThat(client.execute("count").result()).isEqualTo("1");
    }
}
