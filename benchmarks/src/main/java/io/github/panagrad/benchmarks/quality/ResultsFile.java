package io.github.panagrad.benchmarks.quality;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.panagrad.error.InvalidInputException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of results, to which a line is added when a training is done, so that a run that was interrupted can go on. */
final class ResultsFile {
    private ResultsFile() {}

    /** Reads results; none if there is no such file. */
    static List<Result> read(Path file) throws IOException {
        List<Result> results = new ArrayList<>();
        if (!Files.exists(file)) {
            return results;
        }
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
            for (CsvRecord line : reader) {
                if (line.getStartingLineNumber() == 1) {
                    if (!Result.isHeader(line.getFields())) {
                        throw new InvalidInputException(
                                file + ", line 1: expected the columns " + String.join(",", Result.COLUMNS));
                    }
                    continue;
                }
                try {
                    results.add(Result.of(line.getFields()));
                } catch (IllegalArgumentException e) {
                    throw new InvalidInputException(
                            file + ", line " + line.getStartingLineNumber() + ": " + e.getMessage(), e);
                }
            }
        }
        return results;
    }

    /** Adds a line, and the header before the first one. */
    static void add(Path file, Result result) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            if (!Files.exists(file)) {
                writer.writeRecord(Result.COLUMNS);
            }
            writer.writeRecord(result.fields());
        }
        Files.writeString(file, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
