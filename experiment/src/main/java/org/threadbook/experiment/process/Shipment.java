package org.threadbook.experiment.process;

import org.jspecify.annotations.Nullable;
import org.threadbook.experiment.TaskBody;
import org.threadbook.experiment.link.ToWorker;
import org.threadbook.experiment.shipping.Blob;
import org.threadbook.experiment.shipping.Closure;
import org.threadbook.experiment.shipping.LambdaShape;
import org.threadbook.experiment.shipping.Unsendable;
import org.threadbook.experiment.shipping.ValueReader;
import org.threadbook.experiment.shipping.ValueWriter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the tasks of a pool need in its workers. As long as rounds run the same code it knows what
 * it found out; variables are read afresh for each. Owned by the thread that runs the pool.
 */
final class Shipment {
    /** So many bodies of one class are looked at before the first is sent. */
    private static final int MOST_SAMPLES = 1000;

    private Closure closure = new Closure();
    private ValueWriter writer = new ValueWriter(closure);
    private ValueReader reader = new ValueReader(closure.loader());
    private Set<Class<?>> bodyTypes = Set.of();
    private final List<Blob> variables = new ArrayList<>();

    /** The worker cannot be written to: it has ended. */
    static final class WorkerGone extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * Finds out what a round needs and reads its variables.
     *
     * @param bodies the tasks' bodies
     * @throws IOException if a variable cannot be sent, explained
     */
    void startRound(Iterable<? extends TaskBody<?>> bodies) throws IOException {
        var samples = new HashMap<Class<?>, List<TaskBody<?>>>();
        for (var body : bodies) {
            var ofType = samples.computeIfAbsent(body.getClass(), _ -> new ArrayList<>());
            // A lambda's class tells its code; objects of one class may hold different lambdas.
            if (ofType.isEmpty() || !body.getClass().isHidden() && ofType.size() < MOST_SAMPLES)
                ofType.add(body);
        }
        if (!samples.keySet().equals(bodyTypes)) begin(samples);
        closure.startRound();
        variables.clear();
        readVariables();
    }

    /** Other code is to be run than in the round before: what that needed does not matter now. */
    private void begin(Map<Class<?>, List<TaskBody<?>>> samples) {
        closure = new Closure();
        writer = new ValueWriter(closure);
        reader = new ValueReader(closure.loader());
        bodyTypes = samples.keySet();
        samples.values().forEach(each -> each.forEach(this::prepare));
    }

    private void prepare(TaskBody<?> body) {
        closure.addLoaders(body);
        try {
            writer.bytes(body, _ -> 0);
        } catch (IOException | RuntimeException | StackOverflowError _) {
            // It will fail again when this task is to be sent, and be explained then.
        }
    }

    private void readVariables() throws IOException {
        closure.newVariables().ifPresent(variables::add);
    }

    /**
     * Makes bytes of a task.
     *
     * @param body what is to be sent
     * @param worker who will get it; it is told of lambdas that it does not know
     * @return the bytes
     * @throws IOException if it cannot be sent, explained
     * @throws WorkerGone if the worker has ended
     */
    Blob bytes(TaskBody<?> body, WorkerHandle worker) throws IOException, WorkerGone {
        var bytes = write(body, worker);
        // What was met in its values may have brought further variables into play.
        readVariables();
        return bytes;
    }

    private Blob write(TaskBody<?> body, WorkerHandle worker) throws IOException, WorkerGone {
        try {
            return writer.bytes(body, shape -> number(shape, worker));
        } catch (UncheckedIOException _) {
            throw new WorkerGone();
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            throw Unsendable.task(body, thrown);
        }
    }

    private static int number(LambdaShape shape, WorkerHandle worker) {
        try {
            return worker.numberOf(shape);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /**
     * Sends a worker the classes and variables that it still lacks.
     *
     * @param seat the worker's seat
     * @return whether the worker has forgotten everything before, so that tasks whose bytes were
     *     made earlier are to be made anew
     * @throws IOException if the worker has ended
     */
    boolean bring(Seat seat) throws IOException {
        var worker = seat.worker.orElseThrow();
        boolean renewed = worker.teach(closure.classes());
        if (renewed) seat.variablesSent = 0;
        for (var values : variables.subList(seat.variablesSent, variables.size()))
            worker.send(new ToWorker.SetVariables(values));
        seat.variablesSent = variables.size();
        return renewed;
    }

    /** Finds a class that a worker asks for. */
    Optional<byte[]> classBytes(String name) {
        return closure.bytesOf(name);
    }

    /**
     * @param bytes a result or throwable
     * @return the value
     * @throws IOException if it does not fit the classes here
     * @throws ClassNotFoundException if there is no such class here
     */
    @Nullable Object value(Blob bytes) throws IOException, ClassNotFoundException {
        return reader.read(bytes);
    }
}
