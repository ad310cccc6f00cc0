package org.threadbook.kernel.wire;

import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.threadbook.kernel.display.CellInput;
import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A kernel without Java: a cell is the name of what it does. */
final class ScriptedHandler implements RequestHandler {
    /** What a cell does. */
    interface Script {
        ExecuteOutcome run(int count, CellOutput output, CellInput input) throws Exception;
    }

    final Map<String, Script> scripts = new ConcurrentHashMap<>();
    final CountDownLatch interrupted = new CountDownLatch(1);
    final CountDownLatch shutdown = new CountDownLatch(1);

    ScriptedHandler() {
        scripts.put("nothing", (_, _, _) -> new ExecuteOutcome.Succeeded(Optional.empty()));
        scripts.put("count", (count, _, _) -> result("" + count));
        scripts.put("fail", (_, _, _) -> failure());
    }

    static ExecuteOutcome result(String text) {
        return new ExecuteOutcome.Succeeded(Optional.of(MimeBundle.text(text)));
    }

    static ExecuteOutcome failure() {
        return new ExecuteOutcome.Failed("Trouble", "in paradise", List.of("line 1", "line 2"));
    }

    @Override
    public KernelInfoReply kernelInfo() {
        var language = new LanguageInfo.Builder("script").version("1").build();
        return new KernelInfoReply("5.4", "scripted", "1", language, "", List.of());
    }

    @Override
    public ExecuteOutcome execute(String code, int count, CellOutput output, CellInput input) {
        try {
            return scripts.get(code).run(count, output, input);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Offers what stands before the cursor, doubled. */
    @Override
    public Completions complete(String code, int cursor) {
        String before = code.substring(0, cursor);
        return new Completions(List.of(before + before), 0, cursor);
    }

    @Override
    public Completeness isComplete(String code) {
        return switch (code) {
            case "more" -> new Completeness.Incomplete("    ");
            case "wrong" -> new Completeness.Invalid();
            default -> new Completeness.Complete();
        };
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detailLevel) {
        return code.equals("unknown")
                ? Optional.empty()
                : Optional.of(MimeBundle.text(code.substring(0, cursor) + detailLevel));
    }

    @Override
    public void interrupt() {
        interrupted.countDown();
    }

    @Override
    public void shutdown(boolean restart) {
        shutdown.countDown();
    }
}
