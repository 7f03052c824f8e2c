package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.table.MissingTarget;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows without a target: refused, or left out and counted. */
class MissingTargetTest {
    private static final ReadOptions DROP = ReadOptions.defaults().withMissingTarget(MissingTarget.DROP);

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "1.5,2.5", "true,false"})
    void rowsWithoutATargetAreLeftOut(String values) throws IOException {
        String one = values.split(",", -1)[0];
        String two = values.split(",", -1)[1];
        Path file = write(
                "t.csv",
                "x,y\n1," + one + "\n2,NA\n3," + two + "\n4,\n5," + one + "\n6,?\n7," + two + "\n8,nan\n9," + one
                        + "\n");
        try (StoredTable table = TableReader.read(List.of(file), DROP)) {
            int[] rows = Pipeline.samples(table, MissingTarget.DROP, notes::add);
            assertArrayEquals(new int[] {0, 2, 4, 6, 8}, rows);
            assertEquals(
                    List.of("left out 4 rows whose target 'y' is missing: " + file + ", line 3; " + file + ", line 5; "
                            + file + ", line 7 and so on; --missing-target fail refuses them"),
                    notes);
            Pipeline pipeline = Pipeline.fit(table, rows, PipelineConfig.defaults());
            assertEquals(
                    5,
                    pipeline.encode(table, rows, DType.F64, EncodedStorage.memory())
                            .size());
            assertEquals(9, Pipeline.samples(table, MissingTarget.FAIL, notes::add).length);
            assertEquals(1, notes.size());
            String refused = String.valueOf(
                    assertThrows(PipelineException.class, () -> Pipeline.fit(table, PipelineConfig.defaults()))
                            .getMessage());
            assertTrue(refused.startsWith(file + ", line 3: the target 'y' is missing"), refused);
            assertTrue(refused.contains("--missing-target drop"), refused);
        }
    }

    @Test
    void marksOfTheColumnCountToo() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int r = 0; r < 12_000; r++) {
            text.append(r % 7)
                    .append(',')
                    .append(r == 5 || r == 11_000 ? "missing" : r / 4.0)
                    .append('\n');
        }
        Path file = write("m.csv", text.toString());
        String refused = String.valueOf(
                assertThrows(TableException.class, () -> TableReader.read(List.of(file), ReadOptions.defaults()))
                        .getMessage());
        assertTrue(refused.contains("line 7") && refused.contains("--missing-target drop"), refused);
        try (StoredTable table = TableReader.read(List.of(file), DROP)) {
            assertEquals(11_998, Pipeline.samples(table, MissingTarget.DROP, notes::add).length);
            assertTrue(notes.getFirst().startsWith("left out 2 rows"), notes::getFirst);
        }
    }

    @Test
    void weightlessRowsAreNotCounted() throws IOException {
        Path file = write("w.csv", "x,w,y\n1,0,\n2,1,a\n3,2,\n4,1,b\n");
        try (StoredTable table = TableReader.read(List.of(file), DROP.withWeight("w"))) {
            assertArrayEquals(new int[] {1, 3}, Pipeline.samples(table, MissingTarget.DROP, notes::add));
            assertTrue(notes.getFirst().startsWith("left out 1 row whose"), notes::getFirst);
        }
    }

    @Test
    void aTargetThatIsMissingEverywhereIsRefused() throws IOException {
        Path file = write("n.csv", "x,y\n1,\n2,NA\n");
        try (StoredTable table = TableReader.read(List.of(file), DROP)) {
            assertThrows(PipelineException.class, () -> Pipeline.samples(table, MissingTarget.DROP, notes::add));
        }
    }
}
