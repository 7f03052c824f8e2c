package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables become the same inputs whichever way they are read. */
class EncodingTest {
    private static final PipelineConfig SMALL = PipelineConfig.defaults().withOneHotLimit(12);

    private static void assertSameRow(double[] expected, Rows rows, int row, String what) {
        assertEquals(expected.length, rows.columns());
        for (int c = 0; c < expected.length; c++) {
            double narrowed = rows.storage() == Rows.Storage.F32 ? (float) expected[c] : expected[c];
            assertEquals(
                    Double.doubleToRawLongBits(narrowed),
                    Double.doubleToRawLongBits(rows.get(row, c)),
                    what + ", row " + row + ", input " + c);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowAloneIsTheSameBitsAsInATable(Scaling scaling) {
        ArrayTable training = MixedTables.random(1207, 5, 60);
        ArrayTable other = MixedTables.random(613, 6, 90);
        for (PipelineConfig config : new PipelineConfig[] {
            SMALL.withScaling(scaling),
            SMALL.withScaling(scaling).withMissing(MissingNumbers.MEDIAN).withMinCount(9)
        }) {
            Pipeline pipeline = Pipeline.fit(training, config);
            assertEquals(1, pipeline.embeddings().size());
            for (ArrayTable table : new ArrayTable[] {training, other}) {
                for (DType dtype : DType.values()) {
                    Rows rows = pipeline.encode(table, dtype).features();
                    for (int r = 0; r < table.rows(); r++) {
                        assertSameRow(pipeline.encodeRow(table.row(r)), rows, r, scaling + " " + dtype);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsInAnyOrderAreThoseRows(DType dtype) {
        ArrayTable table = MixedTables.random(20_011, 8, 60);
        Pipeline pipeline = Pipeline.fit(table, SMALL);
        Dataset whole = pipeline.encode(table, dtype);
        Rows all = whole.features();
        Random random = new Random(3);
        int[][] selections = {
            {17},
            IntStream.range(5000, 9001).toArray(),
            IntStream.range(0, 20_011).filter(i -> i % 3 == 1).toArray(),
            IntStream.range(0, 20_011).filter(i -> i % 100 == 1).toArray(),
            random.ints(3001, 0, 20_011).toArray(),
            IntStream.range(0, 700).map(i -> 700 - i).toArray(),
        };
        for (int[] selection : selections) {
            Dataset data = pipeline.encode(table, selection, dtype, EncodedStorage.memory());
            assertEquals(selection.length, data.size());
            for (int i = 0; i < selection.length; i++) {
                assertEquals(label(whole, selection[i]), label(data, i));
                for (int c = 0; c < all.columns(); c++) {
                    assertEquals(all.get(selection[i], c), data.features().get(i, c));
                }
            }
        }
    }

    private static int label(Dataset data, int row) {
        return ((Targets.Labels) data.targets()).label(row);
    }

    @Test
    void onlyTrainingRowsAreLearnedFrom() {
        ArrayTable table = MixedTables.random(997, 12, 60);
        int[] training = IntStream.range(0, 997).filter(i -> i % 4 != 0).toArray();
        Pipeline pipeline = Pipeline.fit(table, training, SMALL);

        // Other validation rows, with numbers and texts of their own, in front of the training rows.
        ArrayTable changed = new ArrayTable();
        double[] age = new double[997];
        double[] gain = new double[997];
        String[] answer = new String[997];
        String[] colour = new String[997];
        ArrayTable original = new ArrayTable();
        double[] firstAge = new double[997];
        String[] firstColour = new String[997];
        for (int r = 0; r < 997; r++) {
            boolean validates = r % 4 == 0;
            firstAge[r] = r * 0.37 % 11;
            age[r] = validates ? 1e9 : firstAge[r];
            gain[r] = r % 5;
            answer[r] = r % 2 == 0 ? "b" : "a";
            firstColour[r] = "c" + r % 3;
            colour[r] = validates ? "z" + r : firstColour[r];
        }
        original.numbers("age", firstAge)
                .numbers("gain", gain)
                .texts("c", firstColour)
                .texts("y", Role.TARGET, answer);
        changed.numbers("age", age).numbers("gain", gain).texts("c", colour).texts("y", Role.TARGET, answer);
        assertEquals(
                Pipeline.fit(original, training, PipelineConfig.defaults()).toJson(),
                Pipeline.fit(changed, training, PipelineConfig.defaults()).toJson());
        assertNotEquals(
                Pipeline.fit(original, PipelineConfig.defaults()).toJson(),
                Pipeline.fit(changed, PipelineConfig.defaults()).toJson());
        // The same again: the same bits.
        assertEquals(pipeline.toJson(), Pipeline.fit(table, training, SMALL).toJson());
    }

    @Test
    void columnsAreFoundByName() {
        ArrayTable training =
                new ArrayTable().numbers("a", 1, 2, 3).texts("b", "x", "y", "x").numbers("y", Role.TARGET, 1.5, 2, 7);
        Pipeline pipeline = Pipeline.fit(training, PipelineConfig.defaults().withMinCount(1));
        ArrayTable reordered = new ArrayTable()
                .numbers("more", 0, 0, 0)
                .numbers("y", 1.5, 2, 7)
                .texts("b", "x", "y", "x")
                .numbers("a", 1, 2, 3);
        Rows expected = pipeline.encode(training, DType.F64).features();
        Rows found = pipeline.encode(reordered, DType.F64).features();
        assertEquals(-1, expected.segment().mismatch(found.segment()));
    }

    @Test
    void weightsComeAlong() {
        ArrayTable table = new ArrayTable()
                .numbers("x", 1, 2, 3)
                .numbers("w", Role.WEIGHT, 0.5, 0.25, 2)
                .texts("y", Role.TARGET, "a", "b", "a");
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        assertEquals(1, pipeline.width());
        Dataset data = pipeline.encode(table, new int[] {2, 0}, DType.F32, EncodedStorage.memory());
        assertEquals(2, data.weight(0));
        assertEquals(0.5, data.weight(1));
    }

    @ParameterizedTest
    @EnumSource
    void aFileHoldsTheSameRowsAndIsGoneAtOnce(DType dtype, @TempDir Path folder) throws IOException {
        ArrayTable table = MixedTables.random(30_013, 8, 60);
        Pipeline pipeline = Pipeline.fit(table, SMALL);
        Rows memory = pipeline.encodeFeatures(table, null, dtype, EncodedStorage.memory());
        Rows mapped = pipeline.encodeFeatures(table, null, dtype, EncodedStorage.mapped(folder));
        assertTrue(mapped.segment().isMapped());
        assertFalse(memory.segment().isMapped());
        assertEquals(-1, memory.segment().mismatch(mapped.segment()));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed(@TempDir Path folder) {
        ArrayTable table = MixedTables.random(50, 8, 5);
        Pipeline pipeline = Pipeline.fit(table, SMALL);
        Path missing = folder.resolve("nothing");
        String message = String.valueOf(assertThrows(
                        PipelineException.class,
                        () -> pipeline.encode(table, null, DType.F32, EncodedStorage.mapped(missing)))
                .getMessage());
        assertTrue(message.startsWith(missing + ": encoded rows cannot be kept there"), message);
    }

    @Test
    void noFileIsLeftWhenEncodingFails(@TempDir Path folder) throws IOException {
        Pipeline pipeline = Pipeline.fit(
                new ArrayTable().numbers("x", 1, 2).texts("y", Role.TARGET, "a", "b"), PipelineConfig.defaults());
        ArrayTable bad =
                new ArrayTable().numbers("x", 1, Double.POSITIVE_INFINITY).texts("y", "a", "b");
        assertThrows(
                PipelineException.class, () -> pipeline.encode(bad, null, DType.F32, EncodedStorage.mapped(folder)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
