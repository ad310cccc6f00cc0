package org.threadbook.kernel.wire;

import com.google.gson.JsonObject;

import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
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
    private final RequestHandler handler;
    private final IoPub iopub;
    private final MessageCodec codec;

    /** The n of the In [n] that was executed last. */
    private int count;

    Executions(RequestHandler handler, IoPub iopub, MessageCodec codec) {
        this.handler = handler;
        this.iopub = iopub;
        this.codec = codec;
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
        var outcome = handler.execute(execute.getCode(), count, output);
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
        return switch (handler.execute(expression, count, SilentOutput.NOTHING)) {
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
