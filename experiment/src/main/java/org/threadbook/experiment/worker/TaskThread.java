package org.threadbook.experiment.worker;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.Outcome;
import org.threadbook.experiment.TaskBody;
import org.threadbook.experiment.control.StopSwitch;
import org.threadbook.experiment.control.Stopped;
import org.threadbook.experiment.executor.BodyExecution;
import org.threadbook.experiment.link.ToParent;
import org.threadbook.experiment.link.ToWorker;
import org.threadbook.experiment.shipping.Blob;
import org.threadbook.experiment.shipping.LostThrowable;
import org.threadbook.experiment.shipping.ObjectWriter;
import org.threadbook.experiment.shipping.Unsendable;
import org.threadbook.experiment.shipping.ValueReader;
import org.threadbook.experiment.shipping.ValueWriter;
import org.threadbook.experiment.shipping.Variables;

import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Runs the tasks of a worker one after another, in one thread that lasts as long as the process.
 *
 * <p>Which task is running is guarded by this object: another thread stops it only while it is the
 * running one, and the thread takes the stop back before it goes on. Everything else belongs to the
 * task thread.
 */
final class TaskThread {
    private final KernelConnection kernel;
    private final Prints prints;
    private final WorkQueue queue = new WorkQueue();
    private final Thread thread = Thread.ofPlatform().name("task").daemon().unstarted(this::work);

    private OptionalLong running = OptionalLong.empty();
    private OptionalLong bodySinceNanoTime = OptionalLong.empty();

    private WorkerLoader loader;
    private ValueReader reader;
    private ValueWriter writer;
    private Optional<Throwable> brokenRound = Optional.empty();

    /**
     * @param broken is called if the thread itself fails, as without memory
     */
    TaskThread(KernelConnection kernel, Prints prints, Consumer<Throwable> broken) {
        this.kernel = kernel;
        thread.setUncaughtExceptionHandler((_, thrown) -> broken.accept(thrown));
        this.prints = prints;
        loader = new WorkerLoader(kernel::fetch);
        reader = new ValueReader(loader);
        writer = new ValueWriter(lambdasOf(loader));
    }

    void start() {
        thread.start();
    }

    WorkQueue queue() {
        return queue;
    }

    /** Ends a task if it is the running one. */
    synchronized void cancel(long task) {
        if (running.equals(OptionalLong.of(task))) StopSwitch.stop(thread);
    }

    synchronized ToParent.Stack stack() {
        if (running.isEmpty()) return new ToParent.Stack(running, 0, List.of());
        long now = System.nanoTime();
        return new ToParent.Stack(running, now - bodySinceNanoTime.orElse(now), ownFrames(thread));
    }

    /** The frames of the task itself: those above the call of its body. */
    private static List<StackTraceElement> ownFrames(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .takeWhile(each -> !each.getClassName().equals(BodyExecution.class.getName()))
                .toList();
    }

    private void work() {
        thread.setContextClassLoader(loader);
        while (true) {
            var step = queue.take();
            if (step instanceof WorkQueue.Step.Run(var task)) kernel.send(run(task));
            if (step instanceof WorkQueue.Step.Follow(var message)) follow(message);
        }
    }

    private void follow(ToWorker message) {
        if (message instanceof ToWorker.NewGeneration) renew();
        else if (message instanceof ToWorker.DefineClasses(var classes))
            classes.forEach(loader::add);
        else if (message instanceof ToWorker.DefineShape(int number, var shape))
            reader.define(number, shape);
        else if (message instanceof ToWorker.BeginRound) brokenRound = Optional.empty();
        else if (message instanceof ToWorker.SetVariables(var values)) set(values);
        else throw new IllegalStateException("not for the task thread: " + message);
    }

    private void renew() {
        loader = new WorkerLoader(kernel::fetch);
        reader = new ValueReader(loader);
        writer = new ValueWriter(lambdasOf(loader));
        thread.setContextClassLoader(loader);
    }

    private void set(Blob values) {
        try {
            Variables.set(values.open(), loader, reader.linker());
        } catch (Throwable thrown) {
            brokenRound = Optional.of(thrown);
        }
    }

    private ToParent.Finished run(ToWorker.SentTask task) {
        enter(task.id());
        try {
            long begun = System.nanoTime();
            var body = brokenRound.isPresent() ? failing(brokenRound.get()) : body(task.body());
            long read = System.nanoTime();
            beginBody(read);
            long deserializeNs = read - begun;
            return finished(task.id(), BodyExecution.of(body), deserializeNs);
        } finally {
            exit();
        }
    }

    private void enter(long task) {
        prints.enter(task);
        synchronized (this) {
            running = OptionalLong.of(task);
            bodySinceNanoTime = OptionalLong.empty();
        }
    }

    private synchronized void beginBody(long nanoTime) {
        bodySinceNanoTime = OptionalLong.of(nanoTime);
    }

    private void exit() {
        synchronized (this) {
            running = OptionalLong.empty();
        }
        StopSwitch.clear(thread);
        System.out.flush();
        System.err.flush();
        prints.exit();
    }

    private TaskBody<?> body(Blob bytes) {
        try {
            if (reader.read(bytes) instanceof TaskBody<?> body) return body;
            return failing(new IllegalStateException("what was sent is no task"));
        } catch (Throwable thrown) {
            return failing(thrown);
        }
    }

    private static TaskBody<?> failing(Throwable thrown) {
        return () -> {
            throw thrown;
        };
    }

    private ToParent.Finished finished(long task, BodyExecution<?> execution, long deserializeNs) {
        long begun = System.nanoTime();
        var sent = sendable(execution.outcome());
        return new ToParent.Finished(
                task,
                sent.returned,
                sent.bytes,
                OptionalLong.of(execution.startedNanoTime()),
                OptionalLong.of(execution.endedNanoTime()),
                deserializeNs,
                System.nanoTime() - begun,
                execution.cpuNs(),
                execution.allocatedBytes());
    }

    private record Sendable(boolean returned, Blob bytes) {}

    private Sendable sendable(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Success<?>(var value)) return result(value);
        if (outcome instanceof Outcome.Failure<?>(var thrown))
            return new Sendable(false, throwable(thrown));
        return new Sendable(false, throwable(new Stopped()));
    }

    private Sendable result(@Nullable Object value) {
        try {
            return new Sendable(true, writer.bytes(value));
        } catch (Throwable thrown) {
            return new Sendable(false, throwable(Unsendable.result(value, thrown)));
        }
    }

    private Blob throwable(Throwable thrown) {
        try {
            return writer.bytes(thrown);
        } catch (Throwable failed) {
            return standIn(LostThrowable.of(thrown, Unsendable.result(thrown, failed)));
        }
    }

    private Blob standIn(LostThrowable lost) {
        try {
            return writer.bytes(lost);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectWriter.Met lambdasOf(WorkerLoader loader) {
        return (SerializedLambda lambda) ->
                loader.has(lambda.getCapturingClass().replace('/', '.'));
    }
}
