package org.threadbook.experiment.shipping;

import org.threadbook.experiment.TaskBody;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Snippets as JShell wraps them: each is a class {@code REPL.$JShell$<n>} with public static
 * members, which the later ones import. All are loaded by one loader, rewritten on the way.
 */
public final class Notebook {
    private final Map<String, byte[]> compiled = new HashMap<>();
    private final List<String> imports =
            new ArrayList<>(
                    List.of(
                            "import java.util.*;",
                            "import java.util.function.*;",
                            "import org.threadbook.experiment.*;"));
    private Loader loader = new Loader();
    private int snippets;

    private final class Loader extends ClassLoader {
        Loader() {
            super(Notebook.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            var bytes = compiled.get(name);
            if (bytes == null) throw new ClassNotFoundException(name);
            return defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        public InputStream getResourceAsStream(String resource) {
            var name = resource.replace('/', '.').replaceAll("\\.class$", "");
            var bytes = compiled.get(name);
            return bytes == null
                    ? super.getResourceAsStream(resource)
                    : new ByteArrayInputStream(bytes);
        }
    }

    /**
     * Adds a cell.
     *
     * @param members declarations of static members, or nested types
     * @return the class around them
     */
    public Class<?> cell(String members) {
        return compile("$JShell$" + ++snippets, members);
    }

    /** Replaces the first cell by another of the same name, in a new loader. */
    public Class<?> redefine(String members) {
        compiled.clear();
        imports.removeIf(each -> each.contains("REPL"));
        loader = new Loader();
        snippets = 1;
        return compile("$JShell$1", members);
    }

    /** Adds a cell whose one method gives bodies of tasks, and calls it. */
    @SuppressWarnings("unchecked")
    public List<TaskBody<Object>> bodies(String expression) {
        var cell =
                cell(
                        "public static List<TaskBody<Object>> do_it$() throws Throwable {"
                                + " List<TaskBody<Object>> tasks = new ArrayList<>();"
                                + expression
                                + " return tasks; }");
        try {
            return (List<TaskBody<Object>>) cell.getMethod("do_it$").invoke(null);
        } catch (ReflectiveOperationException thrown) {
            throw new AssertionError(thrown);
        }
    }

    private Class<?> compile(String className, String members) {
        var source =
                "package REPL;\n"
                        + String.join("\n", imports)
                        + "\npublic class "
                        + className
                        + " {\n"
                        + members
                        + "\n}";
        var file = "cell [" + snippets + "]";
        var added = compileSource(className, source);
        added.forEach((name, bytes) -> compiled.put(name, rewrite(bytes, file)));
        imports.add("import static REPL." + className + ".*;");
        try {
            return loader.loadClass("REPL." + className);
        } catch (ClassNotFoundException thrown) {
            throw new AssertionError(thrown);
        }
    }

    private static byte[] rewrite(byte[] bytes, String sourceFile) {
        var file = ClassFile.of();
        var model = file.parse(bytes);
        return file.transformClass(
                model,
                SerializableTypes.of(model)
                        .andThen(
                                (builder, element) -> {
                                    if (!(element instanceof SourceFileAttribute))
                                        builder.with(element);
                                })
                        .andThen(
                                ClassTransform.endHandler(
                                        builder ->
                                                builder.with(SourceFileAttribute.of(sourceFile)))));
    }

    private Map<String, byte[]> compileSource(String className, String source) {
        var outputs = new HashMap<String, ByteArrayOutputStream>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (var standard = compiler.getStandardFileManager(problems, null, null)) {
            var files = new Files(standard, outputs);
            var unit =
                    new SimpleJavaFileObject(
                            URI.create("mem:///REPL/" + className + ".java"),
                            JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreErrors) {
                            return source;
                        }
                    };
            var options = List.of("-cp", System.getProperty("java.class.path"), "-proc:none");
            if (!compiler.getTask(null, files, problems, options, null, List.of(unit)).call())
                throw new AssertionError(problems.getDiagnostics() + "\n" + source);
        } catch (IOException thrown) {
            throw new AssertionError(thrown);
        }
        var classes = new HashMap<String, byte[]>();
        outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private final class Files extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs;

        Files(JavaFileManager standard, Map<String, ByteArrayOutputStream> outputs) {
            super(standard);
            this.outputs = outputs;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return outputs.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                }
            };
        }

        @Override
        public Iterable<JavaFileObject> list(
                Location location,
                String packageName,
                Set<JavaFileObject.Kind> kinds,
                boolean recurse)
                throws IOException {
            var found = new ArrayList<JavaFileObject>();
            super.list(location, packageName, kinds, recurse).forEach(found::add);
            if (packageName.equals("REPL"))
                compiled.forEach((name, bytes) -> found.add(new Compiled(name, bytes)));
            return found;
        }

        @Override
        public String inferBinaryName(Location location, JavaFileObject file) {
            return file instanceof Compiled already
                    ? already.className
                    : super.inferBinaryName(location, file);
        }
    }

    private static final class Compiled extends SimpleJavaFileObject {
        private final String className;
        private final byte[] bytes;

        Compiled(String className, byte[] bytes) {
            super(
                    URI.create("mem:///" + className.replace('.', '/') + ".class"),
                    JavaFileObject.Kind.CLASS);
            this.className = className;
            this.bytes = bytes;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
