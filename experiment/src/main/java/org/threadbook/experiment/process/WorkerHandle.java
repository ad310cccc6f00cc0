package org.threadbook.experiment.process;

import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.link.Link;
import org.threadbook.experiment.link.LinkCodec;
import org.threadbook.experiment.link.ToWorker;
import org.threadbook.experiment.shipping.Blob;
import org.threadbook.experiment.shipping.ClassBytes;
import org.threadbook.experiment.shipping.LambdaShape;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A running worker process as the kernel sees it.
 *
 * <p>Three threads belong to it: one receives messages, two drain the standard streams. They end
 * with the process. The end of the connection and the end of the process each bring about the
 * other, so whichever comes first, {@link WorkerListener#gone} follows, once. What the worker
 * already knows is owned by the thread that runs rounds on it; the listener and the end are guarded
 * by this object.
 */
final class WorkerHandle {
    private static final long LAST_WORDS_MS = 500;

    /** Each cell brings a class or two; what earlier ones brought is kept up to here. */
    private static final int MOST_OTHER_CLASSES = 200;

    /** They outlive the executor that started them, as warm workers do. */
    private static final ThreadGroup THREADS = new ThreadGroup("worker processes");

    private final Process process;
    private final Link link;
    private final LastWords lastWords;
    private final List<Thread> drains = new ArrayList<>();

    private final Map<String, byte[]> knownClasses = new HashMap<>();
    private final Map<LambdaShape, Integer> knownShapes = new HashMap<>();

    private volatile String name = "worker";

    private Optional<WorkerListener> listener = Optional.empty();
    private Optional<WorkerEnd> end = Optional.empty();

    WorkerHandle(Process process, Link link, LastWords lastWords) {
        this.process = process;
        this.link = link;
        this.lastWords = lastWords;
    }

    /** Starts to watch the process and the connection. */
    void watch() {
        drains.add(drain(TaskOutput.Stream.OUT, process.getInputStream()));
        drains.add(drain(TaskOutput.Stream.ERR, process.getErrorStream()));
        daemon("link", this::receive);
        process.onExit().thenRun(this::closeLink);
    }

    long pid() {
        return process.pid();
    }

    /** Gives the worker the name by which its pool knows it. */
    void call(String newName) {
        name = newName;
    }

    /** The worker as shown to people. */
    String label() {
        return name + " (pid " + pid() + ")";
    }

    synchronized boolean alive() {
        return end.isEmpty() && process.isAlive();
    }

    /**
     * Replaces the listener. If the worker has ended already, the new one hears it at once.
     *
     * @param newListener who hears of the worker from now on
     */
    void listen(WorkerListener newListener) {
        replace(newListener).ifPresent(already -> newListener.gone(this, already));
    }

    private synchronized Optional<WorkerEnd> replace(WorkerListener newListener) {
        listener = Optional.of(newListener);
        return end;
    }

    /**
     * Sends a message; does not block.
     *
     * @param message the message
     * @throws IOException if the worker has ended; the listener hears that too
     */
    void send(ToWorker message) throws IOException {
        link.send(LinkCodec.encode(message));
    }

    /**
     * Sends those classes that the worker does not know. If it knows another one under the same
     * name, or too many of cells before, it is told to forget all first.
     *
     * @param classes all classes that its tasks may need
     * @return whether it has forgotten everything that it was sent before
     * @throws IOException if the worker has ended
     */
    boolean teach(List<ClassBytes> classes) throws IOException {
        boolean renew = classes.stream().anyMatch(this::knowsAnother) || knowsTooMany(classes);
        if (renew) {
            knownClasses.clear();
            knownShapes.clear();
            send(new ToWorker.NewGeneration());
        }
        var unknown =
                classes.stream().filter(each -> !knownClasses.containsKey(each.name())).toList();
        if (!unknown.isEmpty()) {
            for (var each : unknown) knownClasses.put(each.name(), each.bytes());
            send(new ToWorker.DefineClasses(unknown));
        }
        return renew;
    }

    private boolean knowsTooMany(List<ClassBytes> wanted) {
        return knownClasses.size() - wanted.size() > MOST_OTHER_CLASSES
                && wanted.stream().anyMatch(each -> !knownClasses.containsKey(each.name()));
    }

    private boolean knowsAnother(ClassBytes wanted) {
        var known = knownClasses.get(wanted.name());
        return known != null && known != wanted.bytes() && !Arrays.equals(known, wanted.bytes());
    }

    /**
     * Answers the worker's question for a class.
     *
     * @param name the class
     * @param bytes its bytes; empty if there is none
     * @throws IOException if the worker has ended
     */
    void answer(String name, Optional<byte[]> bytes) throws IOException {
        bytes.ifPresent(found -> knownClasses.put(name, found));
        send(new ToWorker.FoundClass(name, bytes.map(Blob::of)));
    }

    /**
     * @param shape a lambda's shape
     * @return the number under which the worker knows it, after it has been told if it did not
     * @throws IOException if the worker has ended
     */
    int numberOf(LambdaShape shape) throws IOException {
        var known = knownShapes.get(shape);
        if (known != null) return known;
        int number = knownShapes.size();
        knownShapes.put(shape, number);
        send(new ToWorker.DefineShape(number, shape));
        return number;
    }

    /** Ends the process at once. Can be called again, by any thread. */
    void destroy() {
        process.destroyForcibly();
        closeLink();
    }

    private void receive() {
        try {
            while (true) {
                var message = LinkCodec.toParent(link.receive());
                var received = System.nanoTime();
                current().ifPresent(each -> each.heard(this, message, received));
            }
        } catch (IOException | RuntimeException | OutOfMemoryError _) {
            // The connection has ended, or cannot be understood any longer, which is the same.
        } finally {
            ended();
        }
    }

    private synchronized Optional<WorkerListener> end(WorkerEnd last) {
        end = Optional.of(last);
        return listener;
    }

    private synchronized Optional<WorkerListener> current() {
        return listener;
    }

    private void ended() {
        closeLink();
        var last = new WorkerEnd(exitCode(), waitForLastWords());
        // Called without the lock: listeners have locks of their own.
        end(last).ifPresent(each -> each.gone(this, last));
    }

    private OptionalInt exitCode() {
        try {
            // A worker ends by itself at the end of the connection, unless it is stuck or stopped.
            if (!process.waitFor(LAST_WORDS_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(LAST_WORDS_MS, TimeUnit.MILLISECONDS);
                return OptionalInt.empty();
            }
            return OptionalInt.of(process.exitValue());
        } catch (InterruptedException _) {
            return OptionalInt.empty();
        }
    }

    private List<String> waitForLastWords() {
        try {
            for (var drain : drains) drain.join(LAST_WORDS_MS);
        } catch (InterruptedException _) {
            // Then without them.
        }
        return lastWords.lines();
    }

    private void closeLink() {
        try {
            link.close();
        } catch (IOException _) {
            // It is closed all the same.
        }
    }

    private Thread drain(TaskOutput.Stream stream, InputStream from) {
        return daemon(
                stream.name().toLowerCase(Locale.ROOT),
                () -> {
                    var buffer = new char[8192];
                    try (var reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
                        int length;
                        while ((length = reader.read(buffer)) >= 0) {
                            var text = new String(buffer, 0, length);
                            lastWords.add(text);
                            current().ifPresent(each -> each.printed(this, stream, text));
                        }
                    } catch (IOException _) {
                        // The process has ended.
                    }
                });
    }

    private Thread daemon(String role, Runnable work) {
        return Thread.ofPlatform()
                .group(THREADS)
                .name("worker " + pid() + " " + role)
                .daemon()
                .start(work);
    }
}
