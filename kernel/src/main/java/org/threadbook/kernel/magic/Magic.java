package org.threadbook.kernel.magic;

/**
 * A magic with its options, made anew for each call and filled in by picocli, from whose
 * annotations its help and completion come too.
 */
sealed interface Magic permits CellMagic, LineMagic {}
