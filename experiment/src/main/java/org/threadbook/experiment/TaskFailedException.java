package org.threadbook.experiment;

import org.jspecify.annotations.Nullable;

/** A task did not succeed; its own throwable is the cause where there is one. */
public final class TaskFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param record the task's record, whose outcome is no success
     */
    public TaskFailedException(TaskRecord<?> record) {
        super(describe(record), cause(record.outcome()));
    }

    private static String describe(TaskRecord<?> record) {
        var task = "task " + record.index() + " (item " + record.item() + ") ";
        return switch (record.outcome()) {
            case Outcome.Success<?> _ ->
                    throw new IllegalArgumentException(task + "succeeded: nothing to report");
            case Outcome.Failure<?>(var cause) -> task + "failed: " + cause;
            case Outcome.TimedOut<?>(var limit, _) ->
                    task + "was ended after its time-out of " + limit.toMillis() + " ms";
            case Outcome.WorkerLost<?>(var reason) -> reason;
            case Outcome.Cancelled<?> _ -> task + "was cancelled";
        };
    }

    private static @Nullable Throwable cause(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failure<?>(var cause) ? cause : null;
    }
}
