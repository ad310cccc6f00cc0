package org.threadbook.experiment;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Writes the records of a comparison as CSV (RFC 4180), a row per task of every round. */
final class RunCsv {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180
                    .builder()
                    .setHeader(
                            "executor",
                            "workers",
                            "round",
                            "warmup",
                            "task",
                            "item",
                            "worker",
                            "attempt",
                            "outcome",
                            "submittedNs",
                            "sentNs",
                            "startedNs",
                            "endedNs",
                            "receivedNs",
                            "serializeNs",
                            "deserializeNs",
                            "bytesSent",
                            "bytesReceived",
                            "cpuNs",
                            "allocatedBytes")
                    .get();

    private RunCsv() {}

    static void write(Comparison<?> comparison, Path file) throws IOException {
        try (var printer = new CSVPrinter(Files.newBufferedWriter(file), FORMAT)) {
            for (var run : comparison.runs()) writeRun(run, printer);
        }
    }

    private static void writeRun(Run<?> run, CSVPrinter printer) throws IOException {
        for (int round = 0; round < run.rounds().size(); round++) {
            boolean warmup = run.rounds().get(round).warmup();
            for (var record : run.rounds().get(round).records()) {
                var timing = record.timing();
                printer.printRecord(
                        run.executor(),
                        run.workers(),
                        round,
                        warmup,
                        record.index(),
                        record.item(),
                        record.worker(),
                        record.attempt(),
                        record.outcome().word(),
                        timing.submittedNs(),
                        cell(timing.sentNs()),
                        cell(timing.startedNs()),
                        cell(timing.endedNs()),
                        cell(timing.receivedNs()),
                        cell(timing.serializeNs()),
                        cell(timing.deserializeNs()),
                        cell(timing.bytesSent()),
                        cell(timing.bytesReceived()),
                        cell(timing.cpuNs()),
                        cell(timing.allocatedBytes()));
            }
        }
    }

    private static String cell(OptionalLong figure) {
        return figure.isPresent() ? Long.toString(figure.getAsLong()) : "";
    }
}
