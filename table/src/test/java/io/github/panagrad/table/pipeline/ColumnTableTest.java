package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What became of each column is told, and kept. */
class ColumnTableTest {
    private static final ArrayTable TABLE = MixedTables.random(900, 3, 150);

    private static final List<String> NOTES =
            List.of("t.csv, column 'colour': it is said", "the file is odd", "the target 'answer' is said");

    private static final Pipeline PIPELINE = Pipeline.fit(TABLE, PipelineConfig.defaults());

    private static ColumnTable.Row row(ColumnTable table, String column) {
        return table.rows().stream()
                .filter(row -> row.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachColumnHasARow() {
        ColumnTable table = ColumnTable.of(TABLE, IntStream.range(0, 900).toArray(), PIPELINE, NOTES);
        assertEquals(
                List.of("age", "city", "same", "member", "answer", "gap", "colour", "gain", "row"),
                table.rows().stream().map(ColumnTable.Row::column).toList());
        assertEquals(
                "2 inputs, standardize and whether it is missing",
                row(table, "age").became());
        assertEquals("number", row(table, "age").readAs());
        assertTrue(row(table, "age").missingText().matches("[0-9]+ \\([0-9.]+ %\\)"));
        assertTrue(row(table, "city").became().matches("embedding [0-9]+ × [0-9]+"));
        assertEquals("left out", row(table, "same").became());
        assertEquals("all 900 training rows have 3", row(table, "same").why());
        assertEquals(1, row(table, "same").values());
        assertEquals("0", row(table, "same").missingText());
        assertEquals("boolean", row(table, "member").readAs());
        assertEquals(2, row(table, "member").values());
        assertEquals("the target, 2 classes", row(table, "answer").became());
        assertEquals("3", row(table, "answer").notesText());
        assertEquals("1 input, whether it is missing", row(table, "gap").became());
        assertEquals("8 inputs, one-hot", row(table, "colour").became());
        assertEquals(7, row(table, "colour").values());
        assertEquals("1", row(table, "colour").notesText());
        assertEquals("left out", row(table, "row").became());
        assertEquals("", row(table, "row").valuesText());
    }

    @Test
    void itIsReadBack() {
        ColumnTable table = ColumnTable.of(TABLE, IntStream.range(0, 450).toArray(), PIPELINE, NOTES);
        assertEquals(table, ColumnTable.fromJson(table.toJson().orElseThrow()));
        for (String wrong : List.of("", "[]", "{}", "{\"version\":2,\"rows\":[],\"notes\":[]}")) {
            assertThrows(PipelineException.class, () -> ColumnTable.fromJson(wrong));
        }
        String dangling = table.toJson().orElseThrow().replace("\"notes\":[0]", "\"notes\":[7]");
        assertThrows(PipelineException.class, () -> ColumnTable.fromJson(dangling));
    }

    @Test
    void aModelWithoutItHasThatOfItsPipeline() {
        ColumnTable table =
                ColumnTable.ofFacts(Map.of(Pipeline.FACT, PIPELINE.toJson())).orElseThrow();
        assertEquals(9, table.rows().size());
        assertEquals("", row(table, "city").valuesText());
        assertEquals("left out", row(table, "same").became());
        assertTrue(ColumnTable.ofFacts(Map.of("seed", "3")).isEmpty());
    }

    @Test
    void manyValuesAreNotCounted() {
        ArrayTable table = new ArrayTable()
                .numbers("x", IntStream.range(0, 1500).asDoubleStream().toArray())
                .numbers(
                        "y",
                        Role.TARGET,
                        IntStream.range(0, 1500).mapToDouble(r -> r * 0.5).toArray());
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        ColumnTable columns = ColumnTable.of(table, IntStream.range(0, 1500).toArray(), pipeline, List.of());
        assertEquals("over 1000", row(columns, "x").valuesText());
        ColumnTable few = ColumnTable.of(table, IntStream.range(0, 1000).toArray(), pipeline, List.of());
        assertEquals("1000", row(few, "x").valuesText());
    }
}
