package org.threadbook.experiment.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.RoundClock;
import org.threadbook.experiment.Task;
import org.threadbook.experiment.TaskBody;
import org.threadbook.experiment.TaskRecord;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;

/** What the thread pool promises beyond the contract of all executors. */
@Timeout(60)
class ThreadPoolTest {
    private final TaskExecutor pool = TaskExecutors.threadPool(2).open();

    @AfterEach
    void close() {
        pool.close();
    }

    private static <R> List<Task<Integer, R>> tasks(List<TaskBody<R>> bodies) {
        return java.util.stream.IntStream.range(0, bodies.size())
                .mapToObj(index -> new Task<Integer, R>(index, index, bodies.get(index)))
                .toList();
    }

    private <R> List<TaskRecord<R>> run(List<TaskBody<R>> bodies, TaskObserver observer) {
        return pool.run(
                tasks(bodies),
                new RoundContext(RoundClock.start(), Optional.empty(), Optional.empty(), observer));
    }

    @Test
    void tasksRunAtTheSameTimeOnThreadsWithNames() {
        var meeting = new CyclicBarrier(2);
        TaskBody<String> meet =
                () -> {
                    meeting.await();
                    return Thread.currentThread().getName();
                };
        var records = run(List.of(meet, meet), TaskObserver.NONE);
        assertThat(records)
                .extracting(TaskRecord::worker)
                .containsExactlyInAnyOrder("thread 1", "thread 2");
        for (var record : records) {
            assertThat(record.outcome()).isEqualTo(new Outcome.Success<>(record.worker()));
        }
    }

    @Test
    void anInterruptStatusThatATaskLeavesIsNotForTheNext() {
        try (var one = TaskExecutors.threadPool(1).open()) {
            TaskBody<Boolean> interrupting =
                    () -> {
                        Thread.currentThread().interrupt();
                        return true;
                    };
            TaskBody<Boolean> asking = () -> Thread.currentThread().isInterrupted();
            var records =
                    one.run(
                            tasks(List.of(interrupting, asking)),
                            new RoundContext(
                                    RoundClock.start(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    TaskObserver.NONE));
            assertThat(records.getLast().outcome()).isEqualTo(new Outcome.Success<>(false));
        }
    }

    @Test
    void anObserverThatFailsDoesNotHangTheRound() {
        TaskObserver broken =
                new TaskObserver() {
                    @Override
                    public void enter(Task<?, ?> task) {
                        if (task.index() == 0) throw new IllegalStateException("broken enter");
                    }

                    @Override
                    public void finished(TaskRecord<?> record) {
                        throw new IllegalStateException("broken finished");
                    }
                };
        var told = new ConcurrentLinkedQueue<Throwable>();
        var former = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> told.add(thrown));
        var records = run(List.<TaskBody<Integer>>of(() -> 1, () -> 2, () -> 3), broken);
        Thread.setDefaultUncaughtExceptionHandler(former);
        assertThat(told).hasSize(3).allMatch(each -> each.getMessage().equals("broken finished"));
        assertThat(records.get(0).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.cause()).hasMessage("broken enter"));
        assertThat(records.get(1).outcome()).isEqualTo(new Outcome.Success<>(2));
        assertThat(records.get(2).outcome()).isEqualTo(new Outcome.Success<>(3));
    }
}
