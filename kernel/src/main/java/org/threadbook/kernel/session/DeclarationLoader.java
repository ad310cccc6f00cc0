package org.threadbook.kernel.session;

/**
 * Loads the notebook's declarations, for its whole life. Thread-safe.
 *
 * <p>Also finds, by name, what living executions of cells are made of: deserialization asks for it,
 * in a later cell or when lambdas are shipped to a worker. The JVM does not ask here for the sake
 * of declarations, which cannot name it, so nothing is kept alive by that.
 */
final class DeclarationLoader extends SnippetLoader {
    private final LivingCells living;

    DeclarationLoader(LivingCells living) {
        super("snippets", new VisibleClasses());
        this.living = living;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            return super.findClass(name);
        } catch (ClassNotFoundException e) {
            return living.find(name).orElseThrow(() -> e);
        }
    }
}
