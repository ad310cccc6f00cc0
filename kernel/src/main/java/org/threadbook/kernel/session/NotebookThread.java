package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.control.StopSwitch;
import org.threadbook.experiment.control.Stopped;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The thread that runs the user's code: one for the whole notebook, so that monitors and
 * ThreadLocals outlive cells.
 *
 * <p>The caller of {@link #run} waits until its job has ended. {@link #interrupt} stops the job:
 * its thread throws {@link Stopped} at its next stop check and is interrupted. A watcher thread,
 * alive only meanwhile, stops what else the cell started and gives all of it a grace; if the job
 * has not ended then, its thread is abandoned (it still dies at its first stop check), and a new
 * one takes over. The lock guards which job and which thread are the present ones; a job that ends
 * takes back its stop under that lock, so that no stop reaches the next job. {@link #close} stops
 * the present job the same way without grace.
 */
final class NotebookThread implements AutoCloseable {
    /** For code of the user, which lets go at a stop check or not at all. */
    private static final Duration USER_GRACE = Duration.ofMillis(80);

    /** For executors, which first end their workers. */
    private static final Duration RUN_GRACE = Duration.ofSeconds(3);

    /** How long tasks that a pool begins only after the interrupt are stopped, too. */
    private static final Duration QUEUE_GRACE = Duration.ofSeconds(5);

    private static final Duration LOOK_EVERY = CellStop.LOOK_EVERY;
    private static final Duration LOOK_SELDOM = Duration.ofMillis(200);
    private static final int MOST_NAMED = 5;

    private static final class Job {
        final Callable<?> body;
        final CellContext context;
        final CountDownLatch ended = new CountDownLatch(1);

        /** Opened when it was stopped and there is no more to say about that. */
        final CountDownLatch stopSettled = new CountDownLatch(1);

        boolean stopping;
        List<StackTraceElement> stoodAt = List.of();
        @Nullable Object value;
        @Nullable Throwable failure;

        Job(Callable<?> body, CellContext context) {
            this.body = body;
            this.context = context;
        }
    }

    private final CellThreads cellThreads;
    private final LeftBehind leftBehind;
    private final Object lock = new Object();
    private Worker worker = new Worker();
    private Optional<Job> present = Optional.empty();
    private int number;

    /**
     * @param cellThreads what finds the threads that a cell has started
     * @param leftBehind who looks after threads that do not end when they are told to
     */
    NotebookThread(CellThreads cellThreads, LeftBehind leftBehind) {
        this.cellThreads = cellThreads;
        this.leftBehind = leftBehind;
    }

    /**
     * Runs something and waits for it, whether or not the caller is interrupted.
     *
     * @param body what to run
     * @param context the cell it belongs to, which is told if a thread had to be abandoned
     * @return what it returns
     * @throws Throwable what it throws, or {@link Stopped} if it was interrupted, with a line of
     *     the user's as its trace where there is one
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the value is what this body returned
    <T extends @Nullable Object> T run(Callable<T> body, CellContext context) throws Throwable {
        var job = new Job(body, context);
        synchronized (lock) {
            present = Optional.of(job);
            worker.jobs.add(job);
        }
        awaitUninterruptibly(job.ended);
        if (job.failure instanceof Stopped stopped && job.stopping) {
            awaitUninterruptibly(job.stopSettled);
            if (!isUsers(List.of(stopped.getStackTrace())))
                stopped.setStackTrace(job.stoodAt.toArray(StackTraceElement[]::new));
        }
        if (job.failure != null) throw job.failure;
        return (T) job.value;
    }

    /**
     * Stops what runs. Does nothing if nothing runs, or if that is being stopped already.
     *
     * @return whether something runs
     */
    boolean interrupt() {
        synchronized (lock) {
            if (present.isEmpty()) return false;
            if (present.get().stopping) return true;
            var job = present.get();
            job.stopping = true;
            var thread = worker.thread;
            job.stoodAt = List.of(thread.getStackTrace());
            var others = new CellStop(cellThreads, job.context.cell(), thread, job.stoodAt);
            if (!isUsers(job.stoodAt)) job.stoodAt = others.userStack().orElse(job.stoodAt);
            StopSwitch.stop(thread);
            Thread.ofPlatform().daemon().name("interrupt").start(() -> watch(job, thread, others));
            return true;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (present.isPresent()) {
                StopSwitch.stop(worker.thread);
                abandon(present.get(), worker.thread);
            }
            worker.thread.interrupt();
        }
    }

    private void watch(Job job, Thread thread, CellStop others) {
        long start = System.nanoTime();
        try {
            others.look();
            awaitEnd(job, thread, start);
            while (!others.look() && System.nanoTime() - start < USER_GRACE.toNanos())
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            sayWhoIsLeft(job, others.left());
        } finally {
            job.stopSettled.countDown();
        }
        stopWhatPoolsBegin(others, start);
        others.leave(leftBehind);
    }

    /** Looks more and more seldom: each look takes processor time from what is measured next. */
    private static void stopWhatPoolsBegin(CellStop others, long start) {
        var pause = LOOK_EVERY;
        while (others.mayGoOn() && System.nanoTime() - start < QUEUE_GRACE.toNanos()) {
            LockSupport.parkNanos(pause.toNanos());
            boolean nothing = others.look();
            if (!nothing) pause = LOOK_EVERY;
            else if (pause.compareTo(LOOK_SELDOM) < 0) pause = pause.multipliedBy(2);
        }
    }

    private void awaitEnd(Job job, Thread thread, long start) {
        boolean blockedBefore = false;
        while (!hasEnded(job)) {
            var grace = grace(thread);
            // Of ours, it waits for a lock only for a moment.
            boolean blocked = grace == USER_GRACE && thread.getState() == Thread.State.BLOCKED;
            long waited = System.nanoTime() - start;
            if (blocked && blockedBefore || waited > grace.toNanos()) {
                synchronized (lock) {
                    if (abandon(job, thread)) leftBehind.add(Map.of(thread, () -> true));
                }
                return;
            }
            blockedBefore = blocked;
        }
    }

    private static boolean hasEnded(Job job) {
        try {
            return job.ended.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("somebody has interrupted a thread of ours", e);
        }
    }

    private static Duration grace(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .filter(name -> ClassNames.isSnippet(name) || isOurs(name))
                        .findFirst()
                        .filter(NotebookThread::isOurs)
                        .isPresent()
                ? RUN_GRACE
                : USER_GRACE;
    }

    private static boolean isOurs(String className) {
        return className.startsWith("org.threadbook.experiment.")
                && !className.startsWith("org.threadbook.experiment.control.");
    }

    private static boolean isUsers(List<StackTraceElement> stack) {
        return !PrinterStack.of(stack).snippets().isEmpty();
    }

    /** The lock is held. */
    private boolean abandon(Job job, Thread thread) {
        if (present.isEmpty() || present.get() != job) return false;
        present = Optional.empty();
        worker = new Worker();
        var stopped = new Stopped();
        stopped.setStackTrace(thread.getStackTrace());
        job.failure = stopped;
        job.context
                .output()
                .err(
                        "The code did not end when it was stopped: its thread \"%s\" is left behind (%s) and ends when it can. The notebook goes on in a new thread; variables keep their values. %%threads lists it.\n"
                                .formatted(thread.getName(), thread.getState()));
        job.ended.countDown();
        return true;
    }

    private static void sayWhoIsLeft(Job job, List<CellThread> left) {
        if (left.isEmpty()) return;
        var names =
                left.stream()
                        .limit(MOST_NAMED)
                        .map(
                                each ->
                                        "\"%s\" (%s)"
                                                .formatted(
                                                        each.thread().getName(),
                                                        each.thread().getState()))
                        .collect(Collectors.joining(", "));
        job.context
                .output()
                .err(
                        "%s that this cell started did not end when it was stopped: %s%s. %s left behind and ends when it can. %%threads lists what runs, %%threads --deadlocks shows who waits for whom.\n"
                                .formatted(
                                        left.size() == 1 ? "A thread" : left.size() + " threads",
                                        names,
                                        left.size() > MOST_NAMED ? ", …" : "",
                                        left.size() == 1 ? "It is" : "Each is"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** A notebook thread and the jobs for it. */
    private final class Worker {
        final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
        final Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .name("notebook" + (number++ == 0 ? "" : "-" + number))
                        .start(this::work);

        private void work() {
            try {
                while (execute(jobs.take())) {}
            } catch (InterruptedException e) {
                // The session is closed.
            }
        }

        /** Tells whether this thread is still the notebook's. */
        private boolean execute(Job job) {
            @Nullable Object value = null;
            @Nullable Throwable failure = null;
            try {
                value = job.body.call();
            } catch (Throwable e) {
                failure = e;
            }
            synchronized (lock) {
                if (present.isEmpty() || present.get() != job) return false;
                present = Optional.empty();
                Thread.interrupted();
                if (job.stopping) {
                    StopSwitch.clear(thread);
                    failure = stopped(failure);
                }
                job.value = value;
                job.failure = failure;
            }
            job.ended.countDown();
            return true;
        }

        private static Stopped stopped(@Nullable Throwable failure) {
            if (failure instanceof Stopped stopped) return stopped;
            var stopped = new Stopped();
            if (failure != null) stopped.setStackTrace(failure.getStackTrace());
            return stopped;
        }
    }
}
