package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with tens of thousands of columns: no work grows with the square of their number. */
class WideTableTest {
    @TempDir
    Path folder;

    private Path table(int columns) throws IOException {
        StringBuilder text = new StringBuilder(
                IntStream.range(0, columns).mapToObj(c -> "c" + c).collect(Collectors.joining(",")));
        for (int r = 0; r < 4; r++) {
            int row = r;
            text.append("\n")
                    .append(IntStream.range(0, columns)
                            .mapToObj(c -> String.valueOf((row * 7 + c) % 5))
                            .collect(Collectors.joining(",")));
        }
        return Files.writeString(folder.resolve("wide.csv"), text.append("\n"));
    }

    @Test
    void columnsAreMatchedByNameInTime() throws IOException {
        Path file = table(100_000);
        Schema schema = TableReader.inferSchema(List.of(file), ReadOptions.defaults());
        assertEquals(99_999, schema.positions().get("c99999"));
        int rows = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try (StoredTable table =
                    TableReader.read(List.of(file), ReadOptions.defaults().withSchema(schema))) {
                return table.rows();
            }
        });
        assertEquals(4, rows);
    }

    @Test
    void aPipelineTakesThemInTime() throws IOException {
        Path file = table(8_000);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
                Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
                assertTrue(pipeline.encode(table, DType.F32).features().columns() > 7_000);
            }
        });
    }
}
