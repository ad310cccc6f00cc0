package org.threadbook.kernel.wire;

import com.google.gson.JsonObject;

import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.threadbook.kernel.display.CellInput;
import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;
import org.threadbook.kernel.wire.ExecuteOutcome.Failed;
import org.threadbook.kernel.wire.ExecuteOutcome.Succeeded;

import java.util.List;
import java.util.Map;

/**
 * Executions of cells: what is published before and after, counting, and what an error does to the
 * cells that wait. Belongs to the shell channel's thread.
 */
final class Executions {
    private static final CellInput NOT_ALLOWED =
            CellInput.refused(
                    "this client allows no input: it runs the notebook without a person to ask, as"
                            + " nbconvert does. Set the value in a variable instead.");
    private static final CellInput SILENT =
            CellInput.refused(
                    "what a client evaluates silently cannot ask for input. Set the value in a"
                            + " variable instead.");

    private final RequestHandler handler;
    private final IoPub iopub;
    private final MessageCodec codec;
    private final Stdin stdin;

    /** The n of the In [n] that was executed last. */
    private int count;

    Executions(RequestHandler handler, IoPub iopub, MessageCodec codec, Stdin stdin) {
        this.handler = handler;
        this.iopub = iopub;
        this.codec = codec;
        this.stdin = stdin;
    }

    void answer(ExecuteRequest execute, Request request, RequestChannel channel) {
        boolean silent = execute.isSilent();
        if (!silent && execute.shouldStoreHistory()) count++;
        if (!silent) {
            iopub.publish(
                    MessageType.PUBLISH_EXECUTE_INPUT,
                    request.headerJson(),
                    new PublishExecuteInput(execute.getCode(), count));
        }
        var output =
                silent ? SilentOutput.NOTHING : new PublishedOutput(iopub, request.headerJson());
        var outcome = execute(execute, request, output);
        switch (outcome) {
            case Succeeded(var result) -> {
                if (!silent) result.ifPresent(bundle -> publishResult(request, bundle));
                channel.reply(request, MessageType.EXECUTE_REPLY, success(execute));
            }
            case Failed failed -> {
                if (!silent) publishError(request, failed);
                if (execute.shouldStopOnError()) channel.abortQueued();
                channel.reply(request, MessageType.EXECUTE_REPLY, error(failed));
            }
        }
    }

    private ExecuteOutcome execute(ExecuteRequest execute, Request request, CellOutput output) {
        try (var input = new ClientInput(stdin, iopub, request)) {
            return handler.execute(
                    execute.getCode(),
                    count,
                    output,
                    execute.isSilent() ? SILENT : execute.isStdinEnabled() ? input : NOT_ALLOWED);
        }
    }

    void abort(Request request, RequestChannel channel) {
        var reply = new JsonObject();
        reply.addProperty("status", "aborted");
        reply.addProperty("execution_count", count);
        channel.reply(request, MessageType.EXECUTE_REPLY, reply);
    }

    private void publishResult(Request request, MimeBundle bundle) {
        iopub.publishOutput(
                MessageType.PUBLISH_EXECUTION_RESULT,
                request.headerJson(),
                new PublishExecuteResult(count, PublishedOutput.data(bundle)));
    }

    private void publishError(Request request, Failed failed) {
        iopub.publishOutput(
                MessageType.PUBLISH_ERROR,
                request.headerJson(),
                new PublishError(failed.name(), failed.message(), failed.traceback()));
    }

    private JsonObject success(ExecuteRequest execute) {
        var values = new JsonObject();
        Map<String, String> expressions = execute.getUserExpr();
        if (expressions != null) {
            expressions.forEach((name, expression) -> values.add(name, evaluate(expression)));
        }
        var reply = new JsonObject();
        reply.addProperty("status", "ok");
        reply.addProperty("execution_count", count);
        reply.add("payload", codec.json(List.of()));
        reply.add("user_expressions", values);
        return reply;
    }

    private JsonObject evaluate(String expression) {
        return switch (handler.execute(expression, count, SilentOutput.NOTHING, SILENT)) {
            case Succeeded(var result) ->
                    codec.reply(PublishedOutput.data(result.orElse(MimeBundle.text(""))));
            case Failed failed -> codec.reply(errorReply(failed));
        };
    }

    private ErrorReply error(Failed failed) {
        var reply = errorReply(failed);
        reply.setExecutionCount(count);
        return reply;
    }

    private static ErrorReply errorReply(Failed failed) {
        return new ErrorReply(failed.name(), failed.message(), failed.traceback());
    }
}
