package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What code in cells sees of this JVM: the JDK and the modules experiment and display, and nothing
 * else of the kernel or of its libraries.
 */
final class VisibleClasses extends ClassLoader {
    private static final List<String> OURS =
            List.of("org.threadbook.experiment.", "org.threadbook.display.");

    private final ClassLoader application = VisibleClasses.class.getClassLoader();
    private final Set<String> jdkPackages =
            ModuleLayer.boot().modules().stream()
                    .flatMap(module -> module.getPackages().stream())
                    .collect(Collectors.toUnmodifiableSet());

    VisibleClasses() {
        super("visible", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (visible(name)) return application.loadClass(name);
        throw new ClassNotFoundException(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return isOurs(name.replace('/', '.')) ? application.getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return isOurs(name.replace('/', '.'))
                ? application.getResources(name)
                : Collections.emptyEnumeration();
    }

    private static boolean isOurs(String name) {
        return OURS.stream().anyMatch(name::startsWith);
    }

    private boolean visible(String className) {
        if (isOurs(className)) return true;
        int end = className.lastIndexOf('.');
        return end > 0 && jdkPackages.contains(className.substring(0, end));
    }
}
