package org.threadbook.kernel.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The order in which the snippets of a cell compile. It is that of the text, except that broken
 * ones and imports come first, and a type or method comes before what mentions it: so a use may
 * stand before the declaration, and JShell seldom has to compile a snippet twice.
 */
final class CompileOrder {
    private final Map<String, List<Chunk>> declarations = new HashMap<>();
    private final Set<Chunk> done = new HashSet<>();
    private final List<Chunk> order = new ArrayList<>();

    private CompileOrder() {}

    /**
     * @param chunks snippets in the order of the text
     * @return the same in the order to compile them
     */
    static List<Chunk> of(List<Chunk> chunks) {
        var compile = new CompileOrder();
        for (var chunk : chunks) {
            if (chunk.kind() == Chunk.Kind.BROKEN) compile.add(chunk);
        }
        for (var chunk : chunks) {
            if (chunk.kind() == Chunk.Kind.IMPORT) compile.add(chunk);
            if (chunk.isHoisted()) {
                compile.declarations
                        .computeIfAbsent(chunk.name(), _ -> new ArrayList<>())
                        .add(chunk);
            }
        }
        chunks.forEach(compile::add);
        return compile.order;
    }

    private void add(Chunk chunk) {
        if (!done.add(chunk)) return;
        for (var mentioned : chunk.mentions()) {
            if (mentioned.equals(chunk.name()) && !callsItsName(chunk)) continue;
            declarations.getOrDefault(mentioned, List.of()).forEach(this::add);
        }
        order.add(chunk);
    }

    /**
     * Of overloads, those that call another one come after it: JShell takes a call of what it does
     * not know yet for one of what it knows, with the wrong arguments.
     */
    private static boolean callsItsName(Chunk chunk) {
        var name = "\\b" + Pattern.quote(chunk.name()) + "\\b";
        return Pattern.compile(name).matcher(chunk.source().text()).results().count() > 1;
    }
}
