package org.threadbook.experiment.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class StopSwitchTest {
    private final WovenLoader loader = new WovenLoader(Loops.class);

    private Throwable endOf(String loop, CountDownLatch started) {
        try {
            loader.woven(Loops.class)
                    .getMethod("run", String.class, CountDownLatch.class)
                    .invoke(null, loop, started);
            throw new AssertionError("it ended by itself");
        } catch (InvocationTargetException thrown) {
            return thrown.getCause();
        } catch (ReflectiveOperationException broken) {
            throw new AssertionError(broken);
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aLoopIsEndedInAPlatformThread(Loops loop) throws Exception {
        stops(loop, Thread.ofPlatform().daemon());
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aLoopIsEndedInAVirtualThread(Loops loop) throws Exception {
        stops(loop, Thread.ofVirtual());
    }

    private void stops(Loops loop, Thread.Builder threads) throws Exception {
        var started = new CountDownLatch(1);
        var end = new CompletableFuture<Throwable>();
        var thread = threads.start(() -> end.complete(endOf(loop.name(), started)));
        started.await();
        StopSwitch.stop(thread);
        try {
            assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(Stopped.class);
        } finally {
            StopSwitch.clear(thread);
        }
    }

    @Test
    void otherThreadsRunOn() throws Exception {
        var started = new CountDownLatch(2);
        var ends = new CompletableFuture<Throwable>();
        var stays = new CompletableFuture<Throwable>();
        var one = Thread.startVirtualThread(() -> ends.complete(endOf("WHILE_TRUE", started)));
        var other =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> stays.complete(endOf("WHILE_TRUE", started)));
        started.await();
        StopSwitch.stop(one);
        ends.get(30, TimeUnit.SECONDS);
        StopSwitch.clear(one);
        assertThat(stays).isNotDone();
        StopSwitch.stop(other);
        assertThat(stays.get(30, TimeUnit.SECONDS)).isInstanceOf(Stopped.class);
        StopSwitch.clear(other);
    }

    @Test
    void aStopThatComesLateHitsNothing() throws Exception {
        var work = new CompletableFuture<StopHandle>();
        var stoppedLate = new CountDownLatch(1);
        var started = new CountDownLatch(1);
        var second = new CompletableFuture<StopHandle>();
        var end = new CompletableFuture<Throwable>();
        var interrupted = new CompletableFuture<Boolean>();
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            var first = StopHandle.ofCurrentThread();
                            first.end();
                            work.complete(first);
                            await(stoppedLate);
                            interrupted.complete(Thread.currentThread().isInterrupted());
                            second.complete(StopHandle.ofCurrentThread());
                            end.complete(endOf("WHILE_TRUE", started));
                        });
        assertThat(work.get().stop()).isFalse();
        stoppedLate.countDown();
        assertThat(interrupted.get()).isFalse();
        started.await();
        assertThat(end).isNotDone();
        assertThat(second.get().stop()).isTrue();
        assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(Stopped.class);
        second.get().end();
    }

    @Test
    void endingInnerWorkKeepsTheStopOfTheOuter() throws Exception {
        loader.woven(Loops.class).getEnumConstants();
        var outerWork = new CompletableFuture<StopHandle>();
        var stopped = new CountDownLatch(1);
        var end = new CompletableFuture<Throwable>();
        var flags = new CompletableFuture<String>();
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            var outer = StopHandle.ofCurrentThread();
                            var inner = StopHandle.ofCurrentThread();
                            inner.stop();
                            outerWork.complete(outer);
                            awaitUninterruptibly(stopped);
                            inner.end();
                            boolean during = Thread.currentThread().isInterrupted();
                            end.complete(endOf("WHILE_TRUE", new CountDownLatch(1)));
                            outer.end();
                            flags.complete(during + " " + Thread.currentThread().isInterrupted());
                        });
        assertThat(outerWork.get().stop()).isTrue();
        stopped.countDown();
        assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(Stopped.class);
        assertThat(flags.get()).isEqualTo("true false");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) Thread.onSpinWait();
    }
}
