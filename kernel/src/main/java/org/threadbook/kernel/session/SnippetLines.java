package org.threadbook.kernel.session;

import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.LineNumber;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of JShell's wrapper of a snippet, and the user's own lines they stand for. Written into
 * the class, so that every trace and thread dump is right without being translated.
 */
final class SnippetLines {
    private final Map<Integer, Integer> cellLines = new HashMap<>();
    private Optional<Cell> cell = Optional.empty();

    /**
     * @param cell an execution of a cell
     * @return the name of its "file" in traces
     */
    static String fileName(Cell cell) {
        return "cell [" + cell.count() + "]";
    }

    /**
     * @param wrapper a snippet that the class holds, as it was wrapped when the class was compiled
     * @param origin where the snippet was written
     */
    void add(SnippetWrapper wrapper, Origin origin) {
        if (cell.isEmpty()) cell = Optional.of(origin.cell());
        var wrapped = wrapper.wrapped();
        var lineAt = new int[wrapped.length() + 1];
        int line = 1;
        for (int i = 0; i < wrapped.length(); i++) {
            lineAt[i] = line;
            if (wrapped.charAt(i) == '\n') line++;
        }
        lineAt[wrapped.length()] = line;
        var text = origin.source().text();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) continue;
            int at = wrapper.sourceToWrappedPosition(i);
            if (at <= 0 || at >= lineAt.length) continue;
            int source = i;
            cellLines.computeIfAbsent(lineAt[at], _ -> origin.source().cellLine(source));
        }
    }

    /**
     * @param wrapperLine a line of JShell's wrapper
     * @return the line of the cell; empty if none of the user's code is in it
     */
    Optional<Integer> cellLine(int wrapperLine) {
        return Optional.ofNullable(cellLines.get(wrapperLine));
    }

    /**
     * @return what writes the file's name and the lines into the class
     */
    ClassTransform transform() {
        return cell.map(this::transform).orElse(ClassTransform.ACCEPT_ALL);
    }

    private ClassTransform transform(Cell cell) {
        int first = cellLines.values().stream().mapToInt(line -> line).min().orElse(1);
        CodeTransform lines =
                (code, element) -> {
                    if (element instanceof LineNumber number) {
                        code.lineNumber(cellLines.getOrDefault(number.line(), first));
                    } else {
                        code.with(element);
                    }
                };
        ClassTransform file =
                ClassTransform.dropping(
                                (ClassElement element) -> element instanceof SourceFileAttribute)
                        .andThen(
                                ClassTransform.endHandler(
                                        builder ->
                                                builder.with(
                                                        SourceFileAttribute.of(fileName(cell)))));
        return file.andThen(ClassTransform.transformingMethodBodies(lines));
    }
}
