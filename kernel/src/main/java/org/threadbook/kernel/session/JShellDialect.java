package org.threadbook.kernel.session;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;

import org.threadbook.kernel.session.SnippetParser.Parsed;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import javax.lang.model.element.Modifier;

/**
 * Writes snippets that could stand in a source file so that JShell takes them and they mean the
 * same. JShell makes each type a public member of a class of its own, and knows no instance whose
 * monitor a method could hold:
 *
 * <ul>
 *   <li>{@code synchronized} methods, {@code synchronized (this)} and {@code wait()} of the
 *       notebook use the monitor of {@link org.threadbook.experiment.Notebook};
 *   <li>constructors of its records are public, since JShell makes the records public;
 *   <li>its sealed types name the subtypes that the cell declares.
 * </ul>
 *
 * Used by one thread.
 */
final class JShellDialect {
    private static final Set<Modifier> ACCESS =
            Set.of(Modifier.PUBLIC, Modifier.PROTECTED, Modifier.PRIVATE);
    private static final Pattern IGNORED =
            Pattern.compile("\\b(public|protected|private|static)\\b");

    private final SnippetParser parser;
    private final SealedTypes sealedTypes;

    /**
     * @param members the types and methods of a cell
     */
    JShellDialect(SnippetParser parser, Map<SourceText, Parsed> members) {
        this.parser = parser;
        this.sealedTypes = new SealedTypes(members);
    }

    /**
     * @param snippet a snippet of the cell
     * @param member the same parsed, if it can be the member of a class
     * @return what JShell is to be given
     */
    SourceText translate(SourceText snippet, Optional<Parsed> member) {
        var rewriting = new Rewriting();
        switch (member.map(Parsed::tree).orElse(null)) {
            case ClassTree type -> type(type, snippet, member.orElseThrow(), rewriting);
            case MethodTree method -> method(method, snippet, member.orElseThrow(), rewriting);
            case null, default -> {
                if (NotebookMonitor.isMentioned(snippet.text())) {
                    member.or(() -> parser.statements(snippet))
                            .ifPresent(parsed -> NotebookMonitor.use(parsed, rewriting));
                }
            }
        }
        return rewriting.isEmpty()
                ? snippet
                : rewriting.applyTo(snippet, 0, snippet.text().length());
    }

    private void type(ClassTree type, SourceText snippet, Parsed parsed, Rewriting rewriting) {
        var modifiers = type.getModifiers();
        if (has(modifiers, Modifier.SEALED) || has(modifiers, Modifier.NON_SEALED)) {
            // JShell leaves these out itself, but not behind the two modifiers, which it does not
            // know.
            IGNORED.matcher(snippet.text())
                    .region(parsed.start(modifiers), parsed.end(modifiers))
                    .results()
                    .forEach(found -> rewriting.replace(found.start(), found.end(), ""));
        }
        if (type.getKind() == Tree.Kind.RECORD) {
            for (var member : type.getMembers()) {
                if (member instanceof MethodTree method && method.getName().contentEquals("<init>"))
                    constructor(method, modifiers, snippet, parsed, rewriting);
            }
        }
        sealedTypes.permit(snippet, rewriting);
    }

    private static void constructor(
            MethodTree constructor,
            ModifiersTree ofRecord,
            SourceText snippet,
            Parsed parsed,
            Rewriting rewriting) {
        var modifiers = constructor.getModifiers();
        if (modifiers.getFlags().stream().noneMatch(ACCESS::contains)) {
            rewriting.insert(parsed.start(constructor), "public ");
        } else if (has(modifiers, Modifier.PROTECTED)) {
            replace("protected", "public", modifiers, snippet, parsed, rewriting);
        } else if (has(modifiers, Modifier.PRIVATE) && has(ofRecord, Modifier.PRIVATE)) {
            replace("private", "public", modifiers, snippet, parsed, rewriting);
        }
    }

    private static void method(
            MethodTree method, SourceText snippet, Parsed parsed, Rewriting rewriting) {
        var body = method.getBody();
        if (has(method.getModifiers(), Modifier.SYNCHRONIZED) && body != null) {
            replace("synchronized", "", method.getModifiers(), snippet, parsed, rewriting);
            rewriting.insert(parsed.start(body) + 1, NotebookMonitor.BLOCK);
            rewriting.insert(parsed.end(body) - 1, "}");
        }
        if (NotebookMonitor.isMentioned(snippet.text())) NotebookMonitor.use(parsed, rewriting);
    }

    private static boolean has(ModifiersTree modifiers, Modifier modifier) {
        return modifiers.getFlags().contains(modifier);
    }

    private static void replace(
            String modifier,
            String by,
            ModifiersTree modifiers,
            SourceText snippet,
            Parsed parsed,
            Rewriting rewriting) {
        Pattern.compile("\\b" + modifier + "\\b")
                .matcher(snippet.text())
                .region(parsed.start(modifiers), parsed.end(modifiers))
                .results()
                .findFirst()
                .ifPresent(found -> rewriting.replace(found.start(), found.end(), by));
    }
}
