package org.threadbook.kernel;

import org.threadbook.kernel.client.Connections;
import org.threadbook.kernel.client.KernelClient;
import org.threadbook.kernel.wire.KernelConnection;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The whole kernel in this JVM, on free ports. */
public final class InProcessKernel {
    private InProcessKernel() {}

    /** Starts a kernel and connects to it; closing the client ends it. */
    public static KernelClient connect() {
        var kernel = new ThreadbookKernel();
        try {
            var connection = KernelConnection.open(Connections.anyPorts(), kernel);
            return new KernelClient(
                    connection.properties(),
                    () -> {
                        kernel.close();
                        connection.close();
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
