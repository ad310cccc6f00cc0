package org.threadbook.kernel.session;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MethodTree;

import org.threadbook.kernel.session.SnippetParser.Parsed;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out what snippets are by parsing each as the member of a class. Used by one thread at a
 * time.
 */
final class ChunkReader {
    private static final Pattern IDENTIFIER =
            Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
    private static final Pattern IMPORT = Pattern.compile("import\\b");

    private final SnippetParser parser = new SnippetParser();

    /**
     * @param snippets whole snippets, in the order of the text
     * @return the same with what they are, each as JShell takes it
     */
    List<Chunk> read(List<SourceText> snippets) {
        // Types and methods have braces: most snippets need not be parsed.
        var members =
                parser.members(
                        snippets.stream().filter(each -> each.text().contains("{")).toList());
        var dialect = new JShellDialect(parser, members);
        return snippets.stream()
                .map(
                        snippet -> {
                            var member = Optional.ofNullable(members.get(snippet));
                            return chunk(snippet, member, dialect.translate(snippet, member));
                        })
                .toList();
    }

    /**
     * @param snippets whole snippets
     * @return those that are expressions with a semicolon, which Java takes for statements too
     */
    Set<SourceText> expressionStatements(List<SourceText> snippets) {
        var found = new HashSet<SourceText>();
        parser.statements(snippets)
                .forEach(
                        (snippet, parsed) -> {
                            if (parsed.trees().size() == 1
                                    && parsed.tree() instanceof ExpressionStatementTree)
                                found.add(snippet);
                        });
        return found;
    }

    private static Chunk chunk(SourceText snippet, Optional<Parsed> member, SourceText source) {
        var text = snippet.text();
        if (IMPORT.matcher(text).region(Blank.skip(text, 0), text.length()).lookingAt())
            return Chunk.unread(snippet, Chunk.Kind.IMPORT);
        var mentions = new LinkedHashSet<String>();
        IDENTIFIER.matcher(text).results().forEach(found -> mentions.add(found.group()));
        return switch (member.map(Parsed::tree).orElse(null)) {
            case MethodTree method ->
                    new Chunk(source, Chunk.Kind.METHOD, method.getName().toString(), mentions);
            case ClassTree type ->
                    new Chunk(source, Chunk.Kind.TYPE, type.getSimpleName().toString(), mentions);
            case null, default -> new Chunk(source, Chunk.Kind.RUN, "", mentions);
        };
    }
}
