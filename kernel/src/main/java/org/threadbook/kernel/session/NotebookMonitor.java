package org.threadbook.kernel.session;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.util.TreeScanner;

import org.threadbook.experiment.Notebook;
import org.threadbook.kernel.session.SnippetParser.Parsed;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets code at the top level of cells use one monitor where a source file uses that of {@code
 * this}. Code in classes has a {@code this} of its own and stays as it is.
 */
final class NotebookMonitor extends TreeScanner<Void, Void> {
    private static final String MONITOR = Notebook.class.getName() + ".class";

    /** Opens a block that holds the monitor. */
    static final String BLOCK = "synchronized (" + MONITOR + ") {";

    private static final Set<String> METHODS = Set.of("wait", "notify", "notifyAll");
    private static final Pattern MENTION = Pattern.compile("\\b(wait|notify|notifyAll|this)\\b");

    private final Parsed parsed;
    private final Rewriting rewriting;

    private NotebookMonitor(Parsed parsed, Rewriting rewriting) {
        this.parsed = parsed;
        this.rewriting = rewriting;
    }

    /**
     * @param text a snippet
     * @return whether it may use the monitor
     */
    static boolean isMentioned(String text) {
        return MENTION.matcher(text).find();
    }

    /**
     * @param parsed a method, variables or statements
     * @param rewriting where to write what lets them use the monitor
     */
    static void use(Parsed parsed, Rewriting rewriting) {
        new NotebookMonitor(parsed, rewriting).scan(parsed.trees(), null);
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
        return null;
    }

    @Override
    public Void visitSynchronized(SynchronizedTree statement, Void nothing) {
        if (statement.getExpression() instanceof ParenthesizedTree lock
                && isThis(lock.getExpression())) replaceThis(lock.getExpression());
        return super.visitSynchronized(statement, nothing);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
        switch (call.getMethodSelect()) {
            case IdentifierTree name when METHODS.contains(name.getName().toString()) ->
                    rewriting.insert(parsed.start(name), MONITOR + ".");
            case MemberSelectTree select
                    when isThis(select.getExpression())
                            && METHODS.contains(select.getIdentifier().toString()) ->
                    replaceThis(select.getExpression());
            default -> {}
        }
        return super.visitMethodInvocation(call, nothing);
    }

    private static boolean isThis(ExpressionTree expression) {
        return expression instanceof IdentifierTree name && name.getName().contentEquals("this");
    }

    private void replaceThis(ExpressionTree expression) {
        rewriting.replace(parsed.start(expression), parsed.end(expression), MONITOR);
    }
}
