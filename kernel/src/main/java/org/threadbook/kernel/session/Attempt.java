package org.threadbook.kernel.session;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;

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

    Attempt(JShell jshell, ClassStore store, KnownSnippets known) {
        this.jshell = jshell;
        this.store = store;
        this.known = known;
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
    }

    private void drop(Snippet snippet) {
        if (KnownSnippets.isPassing(snippet)) {
            known.remove(snippet);
            if (snippet.kind() != Snippet.Kind.ERRONEOUS) store.forget(known.className(snippet));
            if (jshell.status(snippet).isActive()) jshell.drop(snippet);
        } else if (jshell.status(snippet).isActive()) {
            update(jshell.drop(snippet));
        }
    }

    private void restore(Before before) {
        update(jshell.eval(before.snippet().source()));
        before.origin()
                .ifPresent(
                        origin ->
                                known.snippet(before.snippet().id())
                                        .ifPresent(snippet -> known.put(snippet, origin)));
    }

    private void update(List<SnippetEvent> events) {
        for (var event : events) {
            if (event.status().isActive()) known.put(event.snippet());
        }
    }
}
