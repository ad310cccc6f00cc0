package org.threadbook.kernel.client;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

import java.util.UUID;

/** Connection properties for tests. */
public final class Connections {
    private Connections() {}

    /** Any free ports of this machine, and a fresh key. */
    public static KernelConnectionProperties anyPorts() {
        return onPorts(0, 0, 0, 0, 0);
    }

    /** The given ports of this machine, and a fresh key. */
    public static KernelConnectionProperties onPorts(
            int control, int shell, int stdin, int heartbeat, int iopub) {
        return new KernelConnectionProperties(
                "127.0.0.1",
                control,
                shell,
                stdin,
                heartbeat,
                iopub,
                "tcp",
                "hmac-sha256",
                UUID.randomUUID().toString());
    }
}
