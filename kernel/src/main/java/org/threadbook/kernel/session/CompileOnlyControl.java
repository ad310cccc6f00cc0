package org.threadbook.kernel.session;

import jdk.jshell.spi.ExecutionControl;

/**
 * Lets JShell compile and nothing more: the classes go to the class store, and what JShell wants to
 * run is left for the notebook thread, once all of the cell has compiled.
 */
final class CompileOnlyControl implements ExecutionControl {
    private final ClassStore store;

    CompileOnlyControl(ClassStore store) {
        this.store = store;
    }

    @Override
    public void load(ClassBytecodes[] classes) {
        for (var each : classes) store.put(each.name(), each.bytecodes());
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws ClassInstallException {
        for (var each : classes) {
            if (!store.canTake(each.name(), each.bytecodes())) {
                throw new ClassInstallException(
                        each.name() + " changed its shape", new boolean[classes.length]);
            }
        }
        load(classes);
    }

    @Override
    public String invoke(String className, String methodName) {
        return "";
    }

    @Override
    public String varValue(String className, String varName) {
        return "";
    }

    @Override
    public void addToClasspath(String path) throws NotImplementedException {
        throw new NotImplementedException("addToClasspath");
    }

    @Override
    public Object extensionCommand(String command, Object arg) throws NotImplementedException {
        throw new NotImplementedException(command);
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
}
