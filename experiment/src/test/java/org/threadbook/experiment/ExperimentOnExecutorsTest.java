package org.threadbook.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.threadbook.experiment.executor.TaskExecutors.processPool;
import static org.threadbook.experiment.executor.TaskExecutors.sequential;
import static org.threadbook.experiment.executor.TaskExecutors.threadPool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The Java API of experiments with the executors there are. */
@Timeout(120)
class ExperimentOnExecutorsTest {
    private final List<String> log = new ArrayList<>();

    private static long evaluate(int number) {
        long x = number;
        for (int i = 0; i < 100_000; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    @Test
    void theSameWorkloadRunsOnAllOfThem() throws Exception {
        var numbers = IntStream.rangeClosed(1, 10).boxed().toList();
        var comparison =
                Experiment.over(numbers, n -> evaluate(n))
                        .on(sequential(), threadPool(5), processPool(2))
                        .warmups(1)
                        .rounds(2)
                        .run();
        var expected = numbers.stream().map(n -> evaluate(n)).toList();
        for (var name : List.of("sequential", "threadpool(5)", "processpool(2)")) {
            var run = comparison.run(name);
            assertThat(run.results()).as(name).isEqualTo(expected);
            assertThat(run.rounds()).as(name).hasSize(3);
            assertThat(run.shownRound().finishOrder())
                    .as(name)
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(comparison.speedup(name)).as(name).isPositive();
            assertThat(run.statistics().medianTaskNs()).as(name).isPresent();
        }
        assertThat(comparison.speedup("sequential")).isEqualTo(1);
        assertThat(comparison.run("processpool(2)").rounds().get(1).startupNs()).isZero();
    }

    @Test
    void actionsHaveNoResult() throws Exception {
        var sum = new AtomicInteger();
        var comparison =
                Experiment.overEach(List.of(1, 2, 3), n -> sum.addAndGet(n))
                        .on(threadPool(2))
                        .run();
        assertThat(sum).hasValue(6);
        assertThat(comparison.run("threadpool(2)").results()).containsExactly(null, null, null);
    }

    @Test
    void theTimeoutEndsTheWholeExperiment() throws Exception {
        var comparison =
                Experiment.overEach(List.of(1, 2, 3, 4), n -> Thread.sleep(n == 1 ? 1 : 60_000))
                        .on(threadPool(2), sequential())
                        .rounds(10)
                        .timeout(Duration.ofMillis(300))
                        .run();
        assertThat(comparison.runs()).extracting(Run::executor).containsExactly("threadpool(2)");
        assertThat(comparison.run("threadpool(2)").outcomes().subList(1, 4))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.TimedOut.class));
        assertThat(comparison.run("threadpool(2)").outcomes().getFirst())
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void executorsAreClosedWhenTheSetUpFails() {
        var workload =
                new Workload<Integer, Integer>() {
                    @Override
                    public String source() {
                        return "";
                    }

                    @Override
                    public void setUp() {
                        throw new IllegalStateException("no file");
                    }

                    @Override
                    public List<Task<Integer, Integer>> tasks() {
                        return List.of();
                    }
                };
        assertThatThrownBy(
                        () ->
                                Experiment.of(workload)
                                        .on(new InlineSpec("a", log), new InlineSpec("b", log))
                                        .run())
                .hasMessage("no file");
        assertThat(log).containsExactly("close a", "close b");
    }
}
