package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.control.StopSwitch;
import org.threadbook.experiment.control.Stopped;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread that runs the user's code: one for the whole notebook, so that monitors and
 * ThreadLocals outlive cells.
 *
 * <p>The caller of {@link #run} waits until its job has ended. {@link #interrupt} stops the job:
 * its thread throws {@link Stopped} at its next stop check and is interrupted. A watcher thread,
 * alive only meanwhile, gives the job a grace; if it has not ended then, its thread is abandoned
 * (it still dies at its first stop check), and a new one takes over. The lock guards which job and
 * which thread are the present ones; a job that ends takes back its stop under that lock, so that
 * no stop reaches the next job. {@link #close} stops the present job the same way without grace.
 */
final class NotebookThread implements AutoCloseable {
    /** For code of the user, which lets go at a stop check or not at all. */
    private static final Duration USER_GRACE = Duration.ofMillis(80);

    /** For executors, which first end their workers. */
    private static final Duration RUN_GRACE = Duration.ofSeconds(3);

    private static final Duration LOOK_EVERY = Duration.ofMillis(4);
    private static final Duration LOOK_AT_ABANDONED_EVERY = Duration.ofMillis(50);

    private static final class Job {
        final Callable<?> body;
        final Consumer<String> notice;
        final CountDownLatch ended = new CountDownLatch(1);
        boolean stopping;
        @Nullable Object value;
        @Nullable Throwable failure;

        Job(Callable<?> body, Consumer<String> notice) {
            this.body = body;
            this.notice = notice;
        }
    }

    private final Object lock = new Object();
    private Worker worker = new Worker();
    private Optional<Job> present = Optional.empty();
    private int number;

    /**
     * Runs something and waits for it, whether or not the caller is interrupted.
     *
     * @param body what to run
     * @param notice told what there is to say if the thread had to be abandoned
     * @return what it returns
     * @throws Throwable what it throws, or {@link Stopped} if it was interrupted
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the value is what this body returned
    <T extends @Nullable Object> T run(Callable<T> body, Consumer<String> notice) throws Throwable {
        var job = new Job(body, notice);
        synchronized (lock) {
            present = Optional.of(job);
            worker.jobs.add(job);
        }
        awaitUninterruptibly(job.ended);
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
            var helpers = CommonPoolHelpers.of(thread);
            helpers.stop();
            StopSwitch.stop(thread);
            Thread.ofPlatform().daemon().name("interrupt").start(() -> watch(job, thread, helpers));
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

    private void watch(Job job, Thread thread, CommonPoolHelpers helpers) {
        long start = System.nanoTime();
        boolean blockedBefore = false;
        try {
            while (!job.ended.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean blocked = thread.getState() == Thread.State.BLOCKED;
                long waited = System.nanoTime() - start;
                if (blocked && blockedBefore || waited > grace(thread).toNanos()) {
                    boolean abandoned;
                    synchronized (lock) {
                        abandoned = abandon(job, thread);
                    }
                    helpers.endAll();
                    if (abandoned) endWhenItCan(thread);
                    return;
                }
                blockedBefore = blocked;
            }
            helpers.endAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    /** The lock is held. */
    private boolean abandon(Job job, Thread thread) {
        if (present.isEmpty() || present.get() != job) return false;
        present = Optional.empty();
        worker = new Worker();
        var stopped = new Stopped();
        stopped.setStackTrace(thread.getStackTrace());
        job.failure = stopped;
        job.notice.accept(
                "The code did not end when it was stopped: its thread \"%s\" is left behind (%s) and ends when it can. The notebook goes on in a new thread; variables keep their values.\n"
                        .formatted(thread.getName(), thread.getState()));
        job.ended.countDown();
        return true;
    }

    /**
     * As long as anybody is to be stopped, stop checks cost time in all threads; so an abandoned
     * thread is only to be stopped while it runs.
     */
    private static void endWhenItCan(Thread thread) throws InterruptedException {
        while (!thread.join(LOOK_AT_ABANDONED_EVERY)) {
            if (thread.getState() == Thread.State.RUNNABLE) StopSwitch.stop(thread);
            else StopSwitch.clear(thread);
        }
        StopSwitch.clear(thread);
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
