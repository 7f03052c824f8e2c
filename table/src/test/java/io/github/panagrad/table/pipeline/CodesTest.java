package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.text.CodeValues;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes that are numbers, and codes that are not known. */
class CodesTest {
    @TempDir
    Path folder;

    private StoredTable read(ReadOptions options, String... codes) throws IOException {
        StringBuilder text = new StringBuilder("code,y\n");
        for (int r = 0; r < codes.length; r++) {
            text.append(codes[r]).append(r % 2 == 0 ? ",a\n" : ",b\n");
        }
        return TableReader.read(List.of(Files.writeString(folder.resolve("t.csv"), text)), options);
    }

    private Pipeline fit(String... codes) throws IOException {
        ReadOptions options = ReadOptions.defaults().withTypes(Map.of("code", ColumnType.CATEGORICAL));
        try (StoredTable table = read(options, codes)) {
            return Pipeline.fit(table, PipelineConfig.defaults());
        }
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "2.00, 2", "+2, 2", "1e0, 1", "3., 3", "-0.0, 0"})
    void aNumberIsTheSameCodeHoweverItIsWritten(String written, String code) throws IOException {
        Pipeline pipeline = fit("1", "2", "3", "0", "1", "2", "3", "0");
        assertArrayEquals(pipeline.encodeRow(Map.of("code", code)), pipeline.encodeRow(Map.of("code", written)));
        ReadOptions later = ReadOptions.defaults().withSchema(pipeline.schema());
        try (StoredTable table = read(later, written, code)) {
            Rows rows = pipeline.encode(table, DType.F64).features();
            for (int c = 0; c < pipeline.width(); c++) {
                assertEquals(rows.get(1, c), rows.get(0, c));
            }
            assertEquals(List.of(), pipeline.notes(table));
        }
    }

    @Test
    void bothInOneTrainingFileAreOneCategory() throws IOException {
        Pipeline pipeline = fit("1", "1.0", "2.0", "2.0", "1.0", "2.00");
        assertEquals(List.of("code=1", "code=2.0"), pipeline.inputs());
    }

    @Test
    void zerosInFrontAndOtherTextsMakeADifference() throws IOException {
        assertEquals(List.of("code=01", "code=1"), fit("01", "1", "01", "1").inputs());
        assertEquals(
                List.of("code=1", "code=1.0", "code=A"),
                fit("1", "1.0", "A", "1", "1.0", "A").inputs());
        assertFalse(Double.isNaN(CodeValues.of("0.5")));
        assertTrue(Double.isNaN(CodeValues.of("00")));
    }

    @Test
    void aColumnWithoutAKnownValueIsNoted() throws IOException {
        Pipeline pipeline = fit("red", "blue", "red", "blue");
        ReadOptions later = ReadOptions.defaults().withSchema(pipeline.schema());
        try (StoredTable table = read(later, "Red", "BLUE", "?", "Red")) {
            assertEquals(1, pipeline.notes(table).size());
            String note = pipeline.notes(table).getFirst();
            assertTrue(note.contains("'code': none of its 2 different values in 3 rows, such as 'Red'"), note);
            assertTrue(note.contains("values such as 'blue'"), note);
        }
        for (String known : List.of("red", "?")) {
            try (StoredTable table = read(later, "green", known)) {
                assertEquals(known.equals("?") ? 1 : 0, pipeline.notes(table).size());
            }
        }
    }

    @Test
    void aSingleRowIsReadLikeAFile() throws IOException {
        String[] prices = new String[40];
        for (int r = 0; r < prices.length; r++) {
            prices[r] = r == 3 ? "tba" : "\"\u20ac" + (r + 1) + ",500\"";
        }
        Pipeline fitted;
        try (StoredTable table = read(ReadOptions.defaults(), prices)) {
            fitted = Pipeline.fit(table, PipelineConfig.defaults());
        }
        Pipeline pipeline = Pipeline.fromJson(fitted.toJson());
        assertEquals(fitted, pipeline);
        assertArrayEquals(row(pipeline, 2500), row(pipeline, "\u20ac2,500"));
        assertArrayEquals(row(pipeline, -2500.5), row(pipeline, "\u2212\u20ac2,500.50"));
        assertArrayEquals(row(pipeline, -2500), row(pipeline, "(\u20ac2500)"));
        assertArrayEquals(row(pipeline, Double.NaN), row(pipeline, "tba"));
        for (String wrong : List.of("2500", "$2500", "\u20ac2,50", "tbd")) {
            String message = String.valueOf(assertThrows(PipelineException.class, () -> row(pipeline, wrong))
                    .getMessage());
            assertTrue(message.contains("column 'code': expected a number"), message);
        }
    }

    private static double[] row(Pipeline pipeline, Object value) {
        return pipeline.encodeRow(Map.of("code", value));
    }
}
