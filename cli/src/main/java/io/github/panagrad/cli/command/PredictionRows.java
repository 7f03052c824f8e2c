package io.github.panagrad.cli.command;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.panagrad.cli.data.CarriedColumns;
import io.github.panagrad.cli.output.SpreadsheetText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a row for each prediction, in the order of the records, after the columns that are carried over. For one thread. */
final class PredictionRows {
    private final CsvWriter csv;
    private final @Nullable CarriedColumns carried;
    private final boolean rawText;
    private int row;

    /**
     * Writes to a file.
     *
     * @param carried what comes first in each row, or null
     * @param rawText whether text is written as it is, even if a spreadsheet would run it
     */
    PredictionRows(CsvWriter csv, @Nullable CarriedColumns carried, boolean rawText) {
        this.csv = csv;
        this.carried = carried;
        this.rawText = rawText;
    }

    void header(List<String> names) {
        write(carried == null ? List.of() : carried.names(), names);
    }

    void next(List<String> prediction) {
        write(carried == null ? List.of() : carried.row(row), prediction);
        row++;
    }

    /** Returns text as a cell. */
    String cell(String text) {
        return rawText ? text : SpreadsheetText.cell(text);
    }

    private void write(List<String> before, List<String> fields) {
        List<String> all = new ArrayList<>();
        before.forEach(text -> all.add(cell(text)));
        all.addAll(fields);
        csv.writeRecord(all);
    }
}
