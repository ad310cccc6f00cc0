package org.threadbook.kernel.magic;

import org.jspecify.annotations.Nullable;
import org.threadbook.kernel.magic.reading.CellReading;
import org.threadbook.kernel.session.Session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The static type of a workload's results, found by letting the compiler infer it.
 *
 * @param element the type as Java source, such as {@code Long}; a wildcard if it is not known
 */
record ResultsType(String element) {
    private static final Pattern LIST = Pattern.compile("(?:java\\.util\\.)?(?:Array)?List<(.*)>");

    /** Nothing is known of it. */
    private static final ResultsType UNKNOWN = new ResultsType("?");

    /**
     * @param session the notebook, in which the cell is compiled
     * @param reading the cell's parts
     * @return the type of its tasks' results, before the tasks are known; empty if they have none
     */
    static Optional<ResultsType> expected(Session session, CellReading reading) {
        return reading.elementResultsWitness()
                .flatMap(witness -> of(session, witness))
                .or(() -> of(session, reading.resultsWitness()));
    }

    /**
     * @param session the notebook, in which the cell is compiled
     * @param reading the cell's parts
     * @param elements whether the tasks turned out to be the elements of an expression
     * @return the type of their results
     */
    static ResultsType of(Session session, CellReading reading, boolean elements) {
        var witness =
                elements ? reading.elementResultsWitness() : Optional.of(reading.resultsWitness());
        return witness.flatMap(expression -> of(session, expression)).orElse(UNKNOWN);
    }

    private static Optional<ResultsType> of(Session session, String witness) {
        return session.typeOf(witness)
                .map(LIST::matcher)
                .filter(Matcher::matches)
                .map(type -> new ResultsType(type.group(1)))
                .map(type -> type.element().contains("capture#") ? UNKNOWN : type);
    }

    /**
     * Declares a notebook variable.
     *
     * @param session the notebook
     * @param generic a class with one type argument
     * @param name the variable's name
     * @param value its value
     */
    void define(Session session, String generic, String name, @Nullable Object value) {
        try {
            session.define(generic + "<" + element + ">", name, value);
        } catch (IllegalArgumentException notDenotable) {
            session.define(generic + "<?>", name, value);
        }
    }
}
