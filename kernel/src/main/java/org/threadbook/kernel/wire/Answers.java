package org.threadbook.kernel.wire;

import com.google.gson.JsonObject;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.jupyter.messages.reply.CommInfoReply;
import org.dflib.jjava.jupyter.messages.reply.CompleteReply;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.reply.InspectReply;
import org.dflib.jjava.jupyter.messages.reply.InterruptReply;
import org.dflib.jjava.jupyter.messages.reply.IsCompleteReply;
import org.dflib.jjava.jupyter.messages.reply.ShutdownReply;
import org.dflib.jjava.jupyter.messages.request.CommInfoRequest;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.dflib.jjava.jupyter.messages.request.InterruptRequest;
import org.dflib.jjava.jupyter.messages.request.IsCompleteRequest;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;
import org.dflib.jjava.jupyter.messages.request.ShutdownRequest;

import java.util.List;
import java.util.Map;

/**
 * Turns requests into calls of the {@link RequestHandler} and what it returns into replies, with
 * the statuses busy and idle around each. Has no state of its own; the channels' threads call it.
 */
final class Answers {
    private final RequestHandler handler;
    private final IoPub iopub;
    private final MessageLog log;
    private final Executions executions;

    Answers(RequestHandler handler, IoPub iopub, MessageCodec codec, Stdin stdin, MessageLog log) {
        this.handler = handler;
        this.iopub = iopub;
        this.log = log;
        this.executions = new Executions(handler, iopub, codec, stdin);
    }

    /** Answers a request and returns when everything it causes in this thread is done. */
    void answer(Request request, RequestChannel channel) {
        publish(request, PublishStatus.BUSY);
        try {
            dispatch(request, channel);
        } catch (RuntimeException | Error e) {
            answerFailure(request, channel, e);
        } finally {
            publish(request, PublishStatus.IDLE);
        }
        if (request.content() instanceof ShutdownRequest shutdown) {
            handler.shutdown(shutdown.isRestart());
        }
    }

    /** Answers an execute request that is not executed. */
    void abort(Request request, RequestChannel channel) {
        publish(request, PublishStatus.BUSY);
        executions.abort(request, channel);
        publish(request, PublishStatus.IDLE);
    }

    private void dispatch(Request request, RequestChannel channel) {
        switch (request.content()) {
            case ExecuteRequest _ when !channel.executesCells() ->
                    throw new IllegalStateException("cells are executed on the shell channel");
            case ExecuteRequest execute -> executions.answer(execute, request, channel);
            case KernelInfoRequest _ ->
                    channel.reply(request, MessageType.KERNEL_INFO_REPLY, handler.kernelInfo());
            case CompleteRequest complete ->
                    channel.reply(request, MessageType.COMPLETE_REPLY, complete(complete));
            case IsCompleteRequest isComplete ->
                    channel.reply(
                            request,
                            MessageType.IS_COMPLETE_REPLY,
                            reply(handler.isComplete(isComplete.getCode())));
            case InspectRequest inspect ->
                    channel.reply(request, MessageType.INSPECT_REPLY, inspect(inspect));
            case HistoryRequest _ ->
                    channel.reply(request, MessageType.HISTORY_REPLY, new HistoryReply(List.of()));
            case InterruptRequest _ -> {
                handler.interrupt();
                channel.reply(request, MessageType.INTERRUPT_REPLY, new InterruptReply());
            }
            case ShutdownRequest shutdown -> {
                var reply =
                        shutdown.isRestart()
                                ? ShutdownReply.SHUTDOWN_AND_RESTART
                                : ShutdownReply.SHUTDOWN;
                channel.reply(request, MessageType.SHUTDOWN_REPLY, reply);
            }
            case CommInfoRequest _ ->
                    channel.reply(
                            request, MessageType.COMM_INFO_REPLY, new CommInfoReply(Map.of()));
            // Nobody here has comms: the protocol asks to close at once what was opened in vain.
            case CommOpenCommand open ->
                    iopub.publish(
                            MessageType.COMM_CLOSE_COMMAND,
                            request.headerJson(),
                            new CommCloseCommand(open.getCommID(), new JsonObject()));
            case CommMsgCommand _, CommCloseCommand _ -> {}
            case Oversized large -> refuse(large, request, channel);
            default ->
                    log.dropped(
                            channel, "nobody asks the kernel for " + request.header().getType());
        }
    }

    private CompleteReply complete(CompleteRequest request) {
        String code = request.getCode();
        var found = handler.complete(code, CursorPosition.toIndex(code, request.getCursorPos()));
        return new CompleteReply(
                found.matches(),
                CursorPosition.toCodePoints(code, found.start()),
                CursorPosition.toCodePoints(code, found.end()),
                Map.of());
    }

    private static IsCompleteReply reply(Completeness completeness) {
        return switch (completeness) {
            case Completeness.Complete _ -> IsCompleteReply.VALID_CODE;
            case Completeness.Incomplete(var indent) ->
                    IsCompleteReply.getIncompleteReplyWithIndent(indent);
            case Completeness.Invalid _ -> IsCompleteReply.INVALID_CODE;
        };
    }

    private InspectReply inspect(InspectRequest request) {
        String code = request.getCode();
        int cursor = CursorPosition.toIndex(code, request.getCursorPos());
        return handler.inspect(code, cursor, request.getDetailLevel())
                .map(bundle -> new InspectReply(true, PublishedOutput.data(bundle)))
                .orElseGet(() -> new InspectReply(false, new DisplayData()));
    }

    private void answerFailure(Request request, RequestChannel channel, Throwable failure) {
        var type = request.header().getType();
        log.failed(type, failure);
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        replyError(
                request,
                channel,
                new ErrorReply(
                        failure.getClass().getName(),
                        message,
                        List.of("The kernel could not answer " + type + ": " + failure)));
    }

    private void refuse(Oversized content, Request request, RequestChannel channel) {
        var traceback = List.of(Oversized.NAME + ": " + content.why());
        log.dropped(channel, content.why());
        if (request.header().getType() == MessageType.EXECUTE_REQUEST) {
            iopub.publishOutput(
                    MessageType.PUBLISH_ERROR,
                    request.headerJson(),
                    new PublishError(Oversized.NAME, content.why(), traceback));
        }
        replyError(request, channel, new ErrorReply(Oversized.NAME, content.why(), traceback));
    }

    /** Only requests have a reply, named as they are. */
    private static void replyError(Request request, RequestChannel channel, ErrorReply reply) {
        var asked = request.header().getType().getName();
        if (!asked.endsWith("_request")) return;
        var type = MessageType.getType(asked.replace("_request", "_reply"));
        channel.reply(request, type, reply);
    }

    private void publish(Request request, PublishStatus status) {
        iopub.publish(MessageType.PUBLISH_STATUS, request.headerJson(), status);
    }
}
