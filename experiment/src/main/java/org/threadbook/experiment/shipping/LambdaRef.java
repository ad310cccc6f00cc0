package org.threadbook.experiment.shipping;

import java.io.Serializable;

/**
 * A lambda as it travels inside a graph of objects. The JDK's own form would need a method in the
 * capturing class that the compiler makes only for lambdas declared serializable in their source.
 *
 * @param shape what is to be linked
 * @param captured the values that it captures
 */
record LambdaRef(LambdaShape shape, Object[] captured) implements Serializable {}
