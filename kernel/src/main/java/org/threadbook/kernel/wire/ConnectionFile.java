package org.threadbook.kernel.wire;

import com.google.gson.JsonParseException;

import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The file in which Jupyter tells a kernel its ports and its key (jupyter_client, "Connection
 * files").
 */
public final class ConnectionFile {
    private ConnectionFile() {}

    /**
     * @param file the connection file
     * @return what it says
     * @throws IOException if it cannot be read or does not say enough; the message is meant for a
     *     person
     */
    public static KernelConnectionProperties read(Path file) throws IOException {
        try {
            var properties = KernelConnectionProperties.parse(Files.readString(file));
            check(file, properties);
            return properties;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no connection file " + file, e);
        } catch (JsonParseException | MalformedInputException e) {
            throw new IOException(file + " is not a Jupyter connection file: it is not JSON", e);
        }
    }

    private static void check(Path file, KernelConnectionProperties properties) throws IOException {
        if (properties == null || properties.getIp() == null || properties.getTransport() == null) {
            throw new IOException(
                    file + " is not a Jupyter connection file: it names no ip and transport");
        }
        if (!properties.getTransport().equals("tcp")) {
            throw new IOException(
                    file + " asks for " + properties.getTransport() + "; this kernel speaks tcp");
        }
        if (hasKey(properties) && properties.getSignatureScheme() == null) {
            throw new IOException(file + " has a key, but no signature_scheme");
        }
    }

    static boolean hasKey(KernelConnectionProperties properties) {
        return properties.getKey() != null && !properties.getKey().isEmpty();
    }
}
