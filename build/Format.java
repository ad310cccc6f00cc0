import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that Java files are formatted, or formats them: {@code java Format.java check|write DIR...}.
 *
 * <p>A program of its own because the formatter uses the compiler of the JDK it runs on, and Maven
 * may run on an older one than the sources are written for.
 */
class Format {
    public static void main(String[] args) throws Exception {
        boolean write = args[0].equals("write");
        var formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
        List<Path> unformatted = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (String root : List.of(args).subList(1, args.length)) {
            try (var found = Files.walk(Path.of(root))) {
                found.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
            }
        }
        for (Path file : files) {
            String source = Files.readString(file);
            String formatted = formatter.formatSourceAndFixImports(source);
            if (formatted.equals(source)) continue;
            unformatted.add(file);
            if (write) Files.writeString(file, formatted);
        }
        if (write || unformatted.isEmpty()) return;
        System.err.println("Not formatted; `mvn process-sources -N -Dformat=write` formats them:");
        unformatted.forEach(file -> System.err.println("  " + file));
        System.exit(1);
    }
}
