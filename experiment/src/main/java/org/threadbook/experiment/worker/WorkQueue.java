package org.threadbook.experiment.worker;

import org.threadbook.experiment.link.ToWorker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the task thread has still to do, in order. Thread-safe. */
final class WorkQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Step> steps = new ArrayDeque<>();

    /** One thing to do. */
    sealed interface Step {
        /** Follow a message. */
        record Follow(ToWorker message) implements Step {}

        /** Run a task. */
        record Run(ToWorker.SentTask task) implements Step {}
    }

    void add(ToWorker message) {
        lock.lock();
        try {
            if (message instanceof ToWorker.RunTasks(var tasks))
                for (var task : tasks) steps.add(new Step.Run(task));
            else steps.add(new Step.Follow(message));
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next step; interrupts that came too late for a task do not matter here. */
    Step take() {
        lock.lock();
        try {
            while (steps.isEmpty()) filled.awaitUninterruptibly();
            return steps.remove();
        } finally {
            lock.unlock();
        }
    }

    /** Removes all tasks and tells their ids. */
    List<Long> takeBackTasks() {
        lock.lock();
        try {
            var ids = new ArrayList<Long>();
            steps.removeIf(step -> step instanceof Step.Run(var task) && ids.add(task.id()));
            return ids;
        } finally {
            lock.unlock();
        }
    }
}
