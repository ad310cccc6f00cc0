package org.threadbook.kernel.magic.reading;

import org.threadbook.kernel.session.CodePart;

import java.util.Optional;

/**
 * What a cell under an executor magic consists of.
 *
 * @param setUp what is run before every round
 * @param workload code that hands the tasks of a round to {@code TaskSink} when it is run
 * @param checks what is run after every round
 * @param form how the workload is written
 * @param source the workload as the user wrote it
 * @param start offset of the workload in the cell
 * @param end offset after it
 * @param resultsWitness an expression whose static type is that of a list of the tasks' results; it
 *     is never run
 * @param elementResultsWitness the same if the tasks are the elements of an expression; empty if
 *     they cannot be
 */
public record CellReading(
        CodePart setUp,
        CodePart workload,
        CodePart checks,
        WorkloadForm form,
        String source,
        int start,
        int end,
        String resultsWitness,
        Optional<String> elementResultsWitness) {}
