package org.threadbook.kernel.wire;

import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.threadbook.kernel.display.CellInput;
import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

import java.util.Optional;

/**
 * What the kernel does when a client asks. The shell channel's thread calls one method at a time;
 * {@link #kernelInfo}, {@link #interrupt} and {@link #shutdown} may also be called by the control
 * channel's thread meanwhile. Indices into code count chars. What a method throws is logged and
 * answered as an error.
 */
public interface RequestHandler {
    /** Answers at once, also while the kernel warms up or a cell runs. */
    KernelInfoReply kernelInfo();

    /**
     * Runs a cell and waits for its end.
     *
     * @param code the cell
     * @param count the n of In [n]
     * @param output where its output goes; works also after this method has returned
     * @param input where it asks for input, until this method has returned
     * @return how it ended
     */
    ExecuteOutcome execute(String code, int count, CellOutput output, CellInput input);

    /**
     * @param code a cell
     * @param cursor where the cursor stands
     * @return what could stand there
     */
    Completions complete(String code, int cursor);

    /**
     * @param code a cell
     * @return whether it could be run as it is
     */
    Completeness isComplete(String code);

    /**
     * @param code a cell
     * @param cursor where the cursor stands
     * @param detailLevel 0, or 1 to say more
     * @return what is known about what stands there; empty if nothing is
     */
    Optional<MimeBundle> inspect(String code, int cursor, int detailLevel);

    /** Ends the running cell, if there is one. Does not wait for its end. */
    void interrupt();

    /**
     * The client has been told that the kernel ends. Returns at once.
     *
     * @param restart whether another one will take its place
     */
    void shutdown(boolean restart);
}
