package org.threadbook.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.threadbook.experiment.Comparison;
import org.threadbook.experiment.Note;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.Round;
import org.threadbook.experiment.Run;
import org.threadbook.experiment.TaskRecord;
import org.threadbook.experiment.Timing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class RunDataTest {
    @Test
    void theDocumentHasTheFieldsOfVersionOne() {
        var json = RunData.of(Sample.seed());
        assertThat(json.keySet())
                .containsExactly("version", "environment", "workload", "runs", "notes");
        assertThat(json.get("version").getAsInt()).isEqualTo(1);
        assertThat(json.get("environment"))
                .hasToString(
                        "{\"jdk\":\"25.0.3\",\"processors\":2,\"os\":\"Linux\","
                                + "\"startedAt\":\"2026-11-23T12:00:00Z\"}");
        assertThat(json.getAsJsonObject("workload").get("tasks").getAsInt()).isEqualTo(10);
        assertThat(json.getAsJsonObject("workload").get("source").getAsString())
                .isEqualTo("for (int number : numbers)\n    evaluate(number);");
        assertThat(json.getAsJsonArray("notes").get(1).getAsJsonObject().get("kind").getAsString())
                .isEqualTo("MORE_WORKERS_THAN_PROCESSORS");
        var run = json.getAsJsonArray("runs").get(2).getAsJsonObject();
        assertThat(run.keySet()).containsExactly("executor", "workers", "rounds");
        assertThat(run.get("executor").getAsString()).isEqualTo("processpool(5)");
        assertThat(run.get("workers").getAsInt()).isEqualTo(5);
        assertThat(run.getAsJsonArray("rounds")).hasSize(4);
        var warmup = run.getAsJsonArray("rounds").get(0).getAsJsonObject();
        assertThat(warmup.keySet())
                .containsExactly("makespanNs", "startupNs", "warmup", "tasks", "tasksOmitted");
        assertThat(warmup.get("warmup").getAsBoolean()).isTrue();
        assertThat(warmup.get("startupNs").getAsLong()).isEqualTo(212 * Sample.MS);
        assertThat(warmup.get("tasksOmitted").getAsInt()).isZero();
    }

    @Test
    void aTaskHasWhatIsKnownOfItAndNothingElse() {
        var processTask = firstTask(Sample.processes(Sample.run("processpool(2)", 2, 1, 800)));
        assertThat(processTask.keySet())
                .containsExactly(
                        "index",
                        "item",
                        "worker",
                        "attempt",
                        "outcome",
                        "submittedNs",
                        "sentNs",
                        "startedNs",
                        "endedNs",
                        "receivedNs",
                        "serializeNs",
                        "deserializeNs",
                        "bytesSent",
                        "bytesReceived",
                        "cpuNs",
                        "allocatedBytes");
        assertThat(processTask.get("bytesSent").getAsLong()).isEqualTo(412);
        assertThat(processTask.get("item").getAsString()).isEqualTo("1");
        assertThat(firstTask(Sample.run("threadpool(2)", 2, 1, 800)).keySet())
                .doesNotContain("sentNs", "serializeNs", "bytesSent", "error");
        var never = Sample.record(0, null, "", new Outcome.Cancelled<>(), Timing.submittedAt(0));
        assertThat(TaskData.of(never))
                .hasToString(
                        "{\"index\":0,\"item\":\"null\",\"attempt\":1,\"outcome\":\"cancelled\","
                                + "\"submittedNs\":0}");
    }

    @Test
    void anErrorIsItsClassAndMessage() {
        assertThat(errorOf(new Outcome.Failure<>(new IllegalStateException("no \"4\""))))
                .hasToString(
                        "{\"class\":\"java.lang.IllegalStateException\",\"message\":\"no"
                                + " \\\"4\\\"\"}");
        assertThat(errorOf(new Outcome.Failure<>(new StackOverflowError())))
                .hasToString("{\"class\":\"java.lang.StackOverflowError\"}");
        assertThat(
                        errorOf(
                                new Outcome.TimedOut<>(
                                        Duration.ofMillis(1500), new StackTraceElement[0])))
                .hasToString("{\"message\":\"ended after its time-out of 1.5 s\"}");
        assertThat(errorOf(new Outcome.WorkerLost<>("worker 1 died")))
                .hasToString("{\"message\":\"worker 1 died\"}");
    }

    @Test
    void theCheckIsThereWhereThereIsOne() {
        var json =
                RunData.of(
                        Sample.comparison(
                                List.of(
                                        Sample.withChecks(
                                                Sample.run("sequential", 1, 1, 8), "100000"))));
        assertThat(rounds(json).getFirst().get("check").getAsString()).isEqualTo("100000");
    }

    @Test
    void onlyABaselineThatWasChosenIsNamed() {
        var runs = List.of(Sample.run("sequential", 1, 1, 8), Sample.run("threadpool(2)", 2, 1, 8));
        var chosen =
                new Comparison<>(Sample.TWO_PROCESSORS, "", runs, "threadpool(2)", List.<Note>of());
        assertThat(RunData.of(chosen).get("baseline").getAsString()).isEqualTo("threadpool(2)");
        assertThat(RunData.of(Sample.comparison(runs)).has("baseline")).isFalse();
    }

    @Test
    void allTasksAreListedWhileTheyFit() {
        var rounds =
                rounds(RunData.of(Sample.comparison(List.of(Sample.run("sequential", 1, 400, 8)))));
        assertThat(rounds.getFirst().getAsJsonArray("tasks")).hasSize(400);
        assertThat(rounds.getFirst().get("tasksOmitted").getAsInt()).isZero();
        assertThat(rounds.getFirst().has("totals")).isFalse();
    }

    @Test
    void beyondThatFailedSlowestAndEvenlySpacedTasksStandForAll() {
        var run =
                Sample.run(
                        "threadpool(5)",
                        5,
                        100_000,
                        index ->
                                index == 77_777 || index == 12_345
                                        ? new Outcome.Failure<>(new IllegalStateException("no"))
                                        : new Outcome.Success<>(index));
        var json = RunData.of(Sample.comparison(List.of(run)));
        assertThat(bytes(json)).isBetween(50_000, RunData.LARGEST_BYTES);
        var round = rounds(json).getFirst();
        var indices =
                round.getAsJsonArray("tasks").asList().stream()
                        .map(task -> task.getAsJsonObject().get("index").getAsInt())
                        .toList();
        assertThat(indices).isSorted().doesNotHaveDuplicates().contains(77_777, 12_345);
        assertThat(round.get("tasksOmitted").getAsInt()).isEqualTo(100_000 - indices.size());
        for (int tenth = 0; tenth < 10; tenth++) {
            int from = tenth * 10_000;
            assertThat(indices).anyMatch(index -> index >= from && index < from + 10_000);
        }
        var totals = round.getAsJsonObject("totals");
        assertThat(totals.getAsJsonObject("outcomes"))
                .hasToString("{\"success\":99998,\"failure\":2}");
        long runNs =
                run.shownRound().records().stream()
                        .mapToLong(record -> record.timing().runNs().orElseThrow())
                        .sum();
        assertThat(totals.get("runNs").getAsLong()).isEqualTo(runNs);
        assertThat(totals.has("bytesSent")).isFalse();
    }

    @Test
    void theSlowestTasksAreAmongThoseListed() {
        List<TaskRecord<Object>> records =
                IntStream.range(0, 50_000)
                        .mapToObj(
                                index ->
                                        Sample.record(
                                                index,
                                                index,
                                                "thread 1",
                                                new Outcome.Success<>(0),
                                                Sample.timing(0, index == 31_234 ? 9000 : 10, 10)))
                        .toList();
        assertThat(new TaskSample(records).pick(10).stream().map(TaskRecord::index).toList())
                .contains(31_234)
                .hasSizeLessThanOrEqualTo(10);
    }

    @Test
    @Timeout(30)
    void theBoundHoldsForAHundredThousandTasksInTwelveRounds() {
        var round =
                Sample.round(
                        false,
                        8,
                        5,
                        100_000,
                        _ -> new Outcome.Failure<>(new IllegalStateException("<&>".repeat(100))));
        var run = new Run<>("threadpool(5)", 5, Collections.nCopies(12, round));
        assertThat(bytes(RunData.of(Sample.comparison(List.of(run)))))
                .isLessThanOrEqualTo(RunData.LARGEST_BYTES);
    }

    @Test
    void theBoundHoldsForManyRoundsAndForALongSource() {
        var manyRounds =
                new Run<>(
                        "sequential",
                        1,
                        IntStream.range(0, 5_000)
                                .mapToObj(
                                        at ->
                                                new Round<Object>(
                                                        at == 0,
                                                        at,
                                                        0,
                                                        List.of(),
                                                        List.of(),
                                                        Optional.of("<check>")))
                                .toList());
        var json =
                RunData.of(
                        new Comparison<>(
                                Sample.TWO_PROCESSORS,
                                "<😀>\n".repeat(100_000),
                                List.of(manyRounds),
                                "sequential",
                                List.<Note>of()));
        assertThat(bytes(json)).isLessThanOrEqualTo(RunData.LARGEST_BYTES);
        var rounds = rounds(json);
        assertThat(rounds).isNotEmpty();
        assertThat(json.getAsJsonArray("runs").get(0).getAsJsonObject().get("roundsOmitted"))
                .hasToString(Integer.toString(5_000 - rounds.size()));
        assertThat(rounds.getLast().get("makespanNs").getAsInt()).isEqualTo(4_999);
    }

    @Test
    void aComparisonWithoutRunsIsADocumentToo() {
        var json = RunData.of(Sample.comparison(List.of()));
        assertThat(json.getAsJsonArray("runs")).isEmpty();
        assertThat(json.getAsJsonObject("workload").get("tasks").getAsInt()).isZero();
    }

    private static int bytes(JsonObject json) {
        return new Gson().toJson(json).getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<JsonObject> rounds(JsonObject json) {
        return json
                .getAsJsonArray("runs")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("rounds")
                .asList()
                .stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static JsonObject firstTask(Run<Object> run) {
        return rounds(RunData.of(Sample.comparison(List.of(run))))
                .getFirst()
                .getAsJsonArray("tasks")
                .get(0)
                .getAsJsonObject();
    }

    private static JsonElement errorOf(Outcome<Object> outcome) {
        return firstTask(Sample.run("threadpool(2)", 2, 1, _ -> outcome)).get("error");
    }
}
