package org.threadbook.experiment;

/**
 * Stands for the notebook as the class of its top-level methods: the {@code synchronized} ones hold
 * the monitor of this class, as the static methods of a class in a source file hold that of their
 * class. {@code synchronized (Notebook.class)} excludes them too. Each process has its own.
 */
public final class Notebook {
    private Notebook() {}
}
