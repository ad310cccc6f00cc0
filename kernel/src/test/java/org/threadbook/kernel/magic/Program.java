package org.threadbook.kernel.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that a course types into a notebook, cell by cell. They stand in Markdown files, which
 * the tests from outside read too: a heading of the second level, and for each cell a block of
 * {@code java}, then perhaps a block of {@code text}, which is what it prints and its value, or a
 * block of {@code error}, part of what is shown.
 */
record Program(String title, List<ProgramCell> cells) {
    private static final Path FOLDER = Path.of("..", "tests", "survival", "programs");

    /** A cell; without anything expected it only has to succeed. */
    record ProgramCell(String code, Optional<String> text, Optional<String> error) {}

    static List<Program> all() throws IOException {
        var programs = new ArrayList<Program>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (var file : files.sorted().toList()) programs.addAll(read(file));
        }
        return programs;
    }

    private static List<Program> read(Path file) throws IOException {
        var programs = new ArrayList<Program>();
        for (var section : Files.readString(file).split("(?m)^## ")) {
            if (section.startsWith("# ")) continue;
            int end = section.indexOf('\n');
            programs.add(new Program(section.substring(0, end), cells(section.substring(end))));
        }
        return programs;
    }

    private static List<ProgramCell> cells(String section) {
        var cells = new ArrayList<ProgramCell>();
        var blocks = section.split("(?m)^```");
        for (int i = 1; i < blocks.length; i += 2) {
            int end = blocks[i].indexOf('\n');
            var content = blocks[i].substring(end + 1).stripTrailing();
            switch (blocks[i].substring(0, end)) {
                case "java" ->
                        cells.add(new ProgramCell(content, Optional.empty(), Optional.empty()));
                case "text" ->
                        cells.add(
                                new ProgramCell(
                                        cells.removeLast().code(),
                                        Optional.of(content),
                                        Optional.empty()));
                case "error" ->
                        cells.add(
                                new ProgramCell(
                                        cells.removeLast().code(),
                                        Optional.empty(),
                                        Optional.of(content)));
                default -> throw new IllegalArgumentException(blocks[i]);
            }
        }
        return cells;
    }

    @Override
    public String toString() {
        return title;
    }
}
