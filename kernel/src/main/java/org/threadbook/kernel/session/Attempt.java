package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the compilation of one cell has declared so far, and how to take it back: new declarations
 * are dropped; those that were overwritten, or that no longer compile because of what they use, are
 * compiled again from their source.
 */
final class Attempt {
    /** A snippet as it was, and where it was written. */
    private record Before(Snippet snippet, Optional<Origin> origin) {}

    private final JShell jshell;
    private final ClassStore store;
    private final KnownSnippets known;
    private final List<Snippet> declared = new ArrayList<>();

    /** By index into {@link #declared}: what each took the place of. */
    private final List<List<Before>> overwritten = new ArrayList<>();

    private final List<Before> damaged = new ArrayList<>();

    private final Set<String> expected = new LinkedHashSet<>();

    /** The names of types that were taken back. */
    private final Set<String> dropped = new LinkedHashSet<>();

    Attempt(JShell jshell, ClassStore store, KnownSnippets known) {
        this.jshell = jshell;
        this.store = store;
        this.known = known;
    }

    /**
     * @param name of a type or method that the cell declares, whether that compiles or not
     */
    void expect(String name) {
        expected.add(name);
    }

    /**
     * @return the names given to {@link #expect}
     */
    Set<String> expected() {
        return expected;
    }

    /**
     * @return the snippets of the cell so far
     */
    Set<Snippet> declared() {
        return new LinkedHashSet<>(declared);
    }

    /**
     * @return where {@link #takeBack} goes to if called with this later
     */
    int mark() {
        return declared.size();
    }

    /**
     * Lets JShell compile a snippet, and notes what that changes.
     *
     * @param origin the snippet and where it is written
     * @return JShell's snippets: one, or several if it declares several variables
     */
    List<Snippet> eval(Origin origin) {
        var events = jshell.eval(origin.source().text());
        var own = new ArrayList<Snippet>();
        for (var event : events) {
            if (event.causeSnippet() == null) {
                own.add(event.snippet());
                declared.add(event.snippet());
                overwritten.add(new ArrayList<>());
            }
        }
        events.forEach(this::note);
        own.forEach(snippet -> known.put(snippet, origin));
        return own;
    }

    /**
     * The same while overloaded methods that call each other are out of the way: JShell may look
     * for one of them in a class of its own, which it is not in, when it declares something that it
     * mentions.
     *
     * @param origin the snippet and where it is written
     * @return JShell's snippets
     */
    List<Snippet> evalWithoutOverloads(Origin origin) {
        var own = new ArrayList<Snippet>();
        withoutOverloads(() -> own.addAll(eval(origin)));
        return own;
    }

    private void withoutOverloads(Runnable action) {
        var overloads =
                known.overloads().stream()
                        .map(method -> new Before(method, known.origin(method.id())))
                        .toList();
        overloads.forEach(each -> update(jshell.drop(each.snippet())));
        action.run();
        overloads.stream()
                .filter(each -> !jshell.status(each.snippet()).isActive())
                .forEach(this::declareAgain);
    }

    private void note(SnippetEvent event) {
        if (event.causeSnippet() == null) return;
        var snippet = event.snippet();
        var before = new Before(snippet, known.origin(snippet.id()));
        if (event.status() == Status.OVERWRITTEN) {
            int by = declared.lastIndexOf(event.causeSnippet());
            if (by >= 0) overwritten.get(by).add(before);
            return;
        }
        if (event.previousStatus().isDefined() && !event.status().isDefined()) damaged.add(before);
        known.put(snippet);
    }

    /**
     * @param mark what {@link #mark} was when all was as it is to be again
     */
    void takeBack(int mark) {
        while (declared.size() > mark) {
            drop(declared.removeLast());
            overwritten.removeLast().forEach(this::restore);
        }
        for (var before : damaged) {
            if (!declared.contains(before.snippet())
                    && !jshell.status(before.snippet()).isDefined()) restore(before);
        }
        dropped.forEach(this::keepName);
        dropped.clear();
    }

    private void drop(Snippet snippet) {
        if (snippet instanceof TypeDeclSnippet type) dropped.add(type.name());
        if (KnownSnippets.isPassing(snippet)) {
            known.remove(snippet);
            if (snippet.kind() != Snippet.Kind.ERRONEOUS) store.forget(known.className(snippet));
            if (jshell.status(snippet).isActive()) jshell.drop(snippet);
            return;
        }
        // It is another one if the snippet was overwritten and restored since.
        var present = known.snippet(snippet.id()).orElse(snippet);
        if (jshell.status(present).isActive()) update(jshell.drop(present));
    }

    /**
     * JShell can no longer tell the type of any expression once there is a name of a type without
     * an active declaration. One that is active, and that no code can refer to, stands in.
     */
    private void keepName(String type) {
        boolean isActive =
                jshell.types()
                        .anyMatch(
                                each -> each.name().equals(type) && jshell.status(each).isActive());
        if (!isActive) jshell.eval("class " + type + " extends Undeclared$ {}");
    }

    private void restore(Before before) {
        var events = declareAgain(before);
        if (events.stream().anyMatch(each -> Problems.isJShellsMistake(jshell, each.snippet())))
            withoutOverloads(() -> declareAgain(before));
    }

    private List<SnippetEvent> declareAgain(Before before) {
        var events = jshell.eval(before.snippet().source());
        update(events);
        before.origin()
                .ifPresent(
                        origin ->
                                known.snippet(before.snippet().id())
                                        .ifPresent(snippet -> known.put(snippet, origin)));
        return events;
    }

    private void update(List<SnippetEvent> events) {
        for (var event : events) {
            if (event.status().isActive()) known.put(event.snippet());
        }
    }
}
