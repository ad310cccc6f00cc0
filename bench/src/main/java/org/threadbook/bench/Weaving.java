package org.threadbook.bench;

import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.EngineTerminationException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import jdk.jshell.spi.ExecutionControl.NotImplementedException;

import org.threadbook.experiment.control.ExitGuard;
import org.threadbook.experiment.control.StopChecks;
import org.threadbook.experiment.shipping.SerializableTypes;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.util.List;
import java.util.function.Function;

/** What is done to a class before it is loaded. */
public enum Weaving {
    /** Nothing. */
    PLAIN {
        @Override
        byte[] apply(String name, byte[] bytes) {
            return bytes;
        }
    },

    /** What our kernel does to the classes of cells. */
    WOVEN {
        @Override
        byte[] apply(String name, byte[] bytes) {
            var woven = bytes;
            for (var rewrite : REWRITES) {
                var model = ClassFile.of().parse(woven);
                woven = ClassFile.of().transformClass(model, rewrite.apply(model));
            }
            return woven;
        }
    },

    /** What JShell does to them when it runs snippets in its own JVM: a volatile read per check. */
    JDK {
        @Override
        byte[] apply(String name, byte[] bytes) {
            var taken = new Taken();
            try {
                new LocalExecutionControl(taken)
                        .load(new ClassBytecodes[] {new ClassBytecodes(name, bytes)});
            } catch (ClassInstallException
                    | NotImplementedException
                    | EngineTerminationException refused) {
                throw new LinkageError("JShell could not weave " + name, refused);
            }
            return taken.bytes;
        }
    };

    /** The list of the kernel's session. */
    private static final List<Function<ClassModel, ClassTransform>> REWRITES =
            List.of(SerializableTypes::of, ExitGuard::of, StopChecks::of);

    /**
     * @param name the binary name of a class
     * @param bytes the class as javac made it
     * @return the class as it is to be loaded
     */
    abstract byte[] apply(String name, byte[] bytes);

    /** Takes what JShell wants loaded. Used by one thread at a time. */
    private static final class Taken implements LoaderDelegate {
        byte[] bytes = {};

        @Override
        public void load(ClassBytecodes[] classes) {
            bytes = classes[0].bytecodes();
        }

        @Override
        public void classesRedefined(ClassBytecodes[] classes) {}

        @Override
        public void addToClasspath(String path) throws InternalException {
            throw new InternalException("nothing is added here");
        }

        @Override
        public Class<?> findClass(String name) throws ClassNotFoundException {
            throw new ClassNotFoundException(name);
        }
    }
}
