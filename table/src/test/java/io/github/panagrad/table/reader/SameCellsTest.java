package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same rows become the same inputs, to the bit, from a CSV file, from a Parquet file and one by one: random cells with
 * blanks around them, marks of missing values, and characters that are stripped.
 */
class SameCellsTest {
    private static final List<String> NAMES = List.of("n", "t", "c", "d", "l", "f", "g", "b", "y");

    /** Texts that are numbers, truth values and categories; then numbers and truth values of their own types. */
    private static final String TYPES = "NBCNNNCBC";

    /** The same with the typed columns as categories. */
    private static final String CATEGORIES = "NBCCCCCCC";

    @TempDir
    Path folder;

    private Path file(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                SameCellsTest.class.getResourceAsStream("/io/github/panagrad/table/parquet/" + name))) {
            return Files.write(folder.resolve(name), stream.readAllBytes());
        }
    }

    /** How the texts that are numbers are written beside plain numbers. */
    private static final NumberForm FORM = new NumberForm("", "", ",", List.of("red", "7"));

    private static Schema schema(String types, List<String> missing, String strip) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < types.length(); c++) {
            ColumnType type = switch (types.charAt(c)) {
                case 'N' -> ColumnType.NUMERIC;
                case 'B' -> ColumnType.BOOLEAN;
                default -> ColumnType.CATEGORICAL;
            };
            NumberForm form = c == 0 ? FORM : NumberForm.PLAIN;
            columns.add(new Column(NAMES.get(c), type, c == types.length() - 1 ? Role.TARGET : Role.FEATURE, form));
        }
        return new Schema(columns, true, missing, strip);
    }

    /** Returns the row that a line is, with the types of the Parquet file. */
    private static Map<String, @Nullable Object> row(String line) {
        String[] texts = line.split("\t", -1);
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int c = 0; c < texts.length; c++) {
            String text = texts[c];
            row.put(
                    NAMES.get(c),
                    text.isEmpty()
                            ? null
                            : switch (NAMES.get(c)) {
                                case "d" -> Double.valueOf(text);
                                case "l" -> Long.valueOf(text);
                                case "f", "g" -> Float.valueOf(text);
                                case "b" -> Boolean.valueOf(text);
                                default -> text;
                            });
        }
        return row;
    }

    @ParameterizedTest
    @CsvSource({
        "'-9,NA,?', '%.', " + TYPES,
        "'-9,NA,?', '%.', " + CATEGORIES,
        "'?,NA.,-9.0', '.%', " + TYPES,
        "'N.A.,NA,?,-9.', '.%', " + TYPES,
        "'-9,n,NA,?,red,0.125', '%.', " + TYPES,
        "'-9,n,NA,?,red,0.125', '%.', " + CATEGORIES
    })
    void becomeTheSameInputs(String missing, String strip, String types) throws IOException {
        Schema schema = schema(types, List.of(missing.split(",")), strip);
        ReadOptions options = ReadOptions.defaults()
                .withSchema(schema)
                .withDelimiter('\t')
                .withQuote('"')
                .withHeader(Header.YES);
        Path text = file("cells.tsv");
        List<String> lines =
                Files.readString(text, StandardCharsets.UTF_8).lines().toList();
        try (StoredTable csv = TableReader.read(List.of(text), options);
                StoredTable parquet = TableReader.read(List.of(file("cells.parquet")), options)) {
            assertEquals(lines.size() - 1, csv.rows());
            Pipeline pipeline = Pipeline.fit(csv, PipelineConfig.defaults().withOneHotLimit(9));
            assertEquals(
                    pipeline.toJson(),
                    Pipeline.fit(parquet, PipelineConfig.defaults().withOneHotLimit(9))
                            .toJson());
            Rows fromCsv = pipeline.encode(csv, DType.F64).features();
            Rows fromParquet = pipeline.encode(parquet, DType.F64).features();
            for (int r = 0; r < csv.rows(); r++) {
                String line = lines.get(r + 1);
                double[] alone = pipeline.encodeRow(row(line));
                for (int c = 0; c < pipeline.width(); c++) {
                    String input = pipeline.inputs().get(c) + " of '" + line + "'";
                    assertEquals(fromCsv.get(r, c), fromParquet.get(r, c), () -> "Parquet, " + input);
                    assertEquals(fromCsv.get(r, c), alone[c], () -> "one row, " + input);
                }
            }
        }
    }
}
