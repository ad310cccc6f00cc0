package org.threadbook.kernel.magic.reading;

import org.threadbook.kernel.session.CodePart;

/**
 * What a cell under an executor magic consists of.
 *
 * @param setUp what is run before every round
 * @param workload code that hands the tasks of a round to {@code TaskSink} when it is run
 * @param checks what is run after every round
 * @param form how the workload is written
 * @param source the workload as the user wrote it
 * @param resultsWitness an expression whose static type is that of a list of the tasks' results; it
 *     is compiled, never run
 */
public record CellReading(
        CodePart setUp,
        CodePart workload,
        CodePart checks,
        WorkloadForm form,
        String source,
        String resultsWitness) {}
