package org.threadbook.experiment.shipping;

/**
 * A class as it travels to a worker.
 *
 * @param name the binary name, such as {@code REPL.$JShell$5$Point}
 * @param bytes its class file; not to be changed
 */
public record ClassBytes(String name, byte[] bytes) {}
