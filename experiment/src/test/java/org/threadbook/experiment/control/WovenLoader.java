package org.threadbook.experiment.control;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.util.Set;

/**
 * Loads given test classes, and those nested in them, as a notebook loads snippets: with stop
 * checks and exit guard woven in. It gives the woven bytes as resources too, as a process pool
 * needs them.
 */
public final class WovenLoader extends ClassLoader {
    private final Set<String> woven;

    public WovenLoader(Class<?>... woven) {
        super(WovenLoader.class.getClassLoader());
        this.woven = Set.copyOf(java.util.Arrays.stream(woven).map(Class::getName).toList());
    }

    public Class<?> woven(Class<?> original) {
        try {
            return loadClass(original.getName());
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    private boolean isWoven(String name) {
        return woven.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "$"));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isWoven(name)) return super.loadClass(name, resolve);
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            if (loaded != null) return loaded;
            var bytes = weave(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    @Override
    public InputStream getResourceAsStream(String path) {
        var name = path.replace('/', '.').replaceFirst("\\.class$", "");
        try {
            return isWoven(name)
                    ? new ByteArrayInputStream(weave(name))
                    : super.getResourceAsStream(path);
        } catch (ClassNotFoundException missing) {
            return null;
        }
    }

    private byte[] weave(String name) throws ClassNotFoundException {
        var path = name.replace('.', '/') + ".class";
        try (var in = getParent().getResourceAsStream(path)) {
            if (in == null) throw new ClassNotFoundException(name);
            var classFile =
                    ClassFile.of(
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(getParent())));
            var model = classFile.parse(in.readAllBytes());
            var woven =
                    classFile.transformClass(
                            model, ExitGuard.of(model).andThen(StopChecks.of(model)));
            var errors = classFile.verify(woven);
            if (!errors.isEmpty()) throw new AssertionError(name + ": " + errors);
            return woven;
        } catch (IOException broken) {
            throw new ClassNotFoundException(name, broken);
        }
    }
}
