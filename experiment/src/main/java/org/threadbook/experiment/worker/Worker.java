package org.threadbook.experiment.worker;

import org.threadbook.experiment.executor.TaskOutput;
import org.threadbook.experiment.link.Link;
import org.threadbook.experiment.link.LinkCodec;
import org.threadbook.experiment.link.ToParent;
import org.threadbook.experiment.link.ToWorker;
import org.threadbook.experiment.shipping.Blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * A worker's life: it says hello, then follows the kernel's messages until the connection ends.
 *
 * <p>Two threads: the one that calls {@link #follow} receives and answers at once what concerns the
 * running task; the task thread does everything else in order. Neither is shut down: whoever called
 * {@code follow} ends the process when it returns, whatever the task thread is doing then.
 */
final class Worker {
    private final Link link;
    private final KernelConnection kernel;
    private final TaskThread tasks;

    /**
     * @param link the connection to the kernel
     * @param broken is called if the thread that runs tasks fails by itself
     */
    Worker(Link link, Consumer<Throwable> broken) {
        this.link = link;
        kernel = new KernelConnection(link);
        var prints = new Prints(kernel::send);
        tasks = new TaskThread(kernel, prints, broken);
        System.setIn(InputStream.nullInputStream());
        System.setOut(prints.stream(TaskOutput.Stream.OUT));
        System.setErr(prints.stream(TaskOutput.Stream.ERR));
    }

    /** Returns never, but throws when the connection ends. */
    void follow() throws IOException {
        tasks.start();
        var pid = ProcessHandle.current().pid();
        kernel.answer(new ToParent.Hello(LinkCodec.VERSION, pid, System.nanoTime()));
        while (true) follow(LinkCodec.toWorker(link.receive()));
    }

    private void follow(ToWorker message) throws IOException {
        if (message instanceof ToWorker.TakeBack)
            kernel.answer(new ToParent.TakenBack(tasks.queue().takeBackTasks()));
        else if (message instanceof ToWorker.Cancel(long task)) tasks.cancel(task);
        else if (message instanceof ToWorker.DescribeStack) kernel.answer(tasks.stack());
        else if (message instanceof ToWorker.FoundClass(var name, var bytes))
            kernel.found(name, bytes.map(Blob::bytes));
        else tasks.queue().add(message);
    }
}
