package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows of weight 0 have no influence on what is learned, whatever they hold. */
class WeightlessRowsTest {
    /** Rows of which some are wild; without those if they are asked to be left out. */
    private static ArrayTable table(int rows, boolean hasWild, boolean isClasses) {
        RandomKey key = RandomKey.of(11);
        int[] kept = IntStream.range(0, rows).filter(r -> hasWild || r % 5 != 2).toArray();
        List<@Nullable String> towns = new ArrayList<>();
        List<@Nullable String> classes = new ArrayList<>();
        for (int r : kept) {
            towns.add(
                    r % 5 == 2
                            ? (r % 2 == 0 ? null : "Nowhere")
                            : List.of("Ulm", "Bonn", "Kiel").get(key.below(r, 3)));
            classes.add(r % 5 == 2 ? (r % 2 == 0 ? null : "neither") : r % 2 == 0 ? "a" : "b");
        }
        ArrayTable table = new ArrayTable()
                .numbers(
                        "x",
                        Arrays.stream(kept)
                                .mapToDouble(r -> r % 5 == 2 ? 1e6 : key.uniform(r))
                                .toArray())
                .numbers(
                        "gap",
                        Arrays.stream(kept)
                                .mapToDouble(r -> r % 5 == 2 ? Double.NaN : r % 4)
                                .toArray())
                .numbers(
                        "c",
                        Arrays.stream(kept).mapToDouble(r -> r % 5 == 2 ? r : 3).toArray())
                .texts("town", towns.toArray(new String[0]))
                .numbers(
                        "w",
                        Role.WEIGHT,
                        Arrays.stream(kept)
                                .mapToDouble(r -> r % 5 == 2 ? 0 : 1 + r % 3)
                                .toArray());
        return isClasses
                ? table.texts("y", Role.TARGET, classes.toArray(new String[0]))
                : table.numbers(
                        "y",
                        Role.TARGET,
                        Arrays.stream(kept)
                                .mapToDouble(r -> r % 5 == 2 ? -1e9 : r * 0.25)
                                .toArray());
    }

    @Test
    void theyTeachNothing() {
        for (int rows : new int[] {23, 9001}) {
            for (boolean isClasses : new boolean[] {true, false}) {
                for (Scaling scaling : Scaling.values()) {
                    PipelineConfig config =
                            PipelineConfig.defaults().withScaling(scaling).withMissing(MissingNumbers.MEDIAN);
                    assertEquals(
                            Pipeline.fit(table(rows, false, isClasses), config).toJson(),
                            Pipeline.fit(table(rows, true, isClasses), config).toJson());
                }
            }
        }
    }

    @Test
    void samplesAreTheOtherRows() {
        assertArrayEquals(
                IntStream.range(0, 23).filter(r -> r % 5 != 2).toArray(), Pipeline.samples(table(23, true, true)));
        assertArrayEquals(
                new int[] {0, 1, 2},
                Pipeline.samples(new ArrayTable().numbers("x", 0, 0, 1).numbers("y", Role.TARGET, 0, 1, 2)));
        ArrayTable none = new ArrayTable()
                .numbers("x", 1, 2, 3)
                .numbers("w", Role.WEIGHT, 0, -0.0, 0)
                .numbers("y", Role.TARGET, 1, 2, 4);
        String message = String.valueOf(assertThrows(PipelineException.class, () -> Pipeline.samples(none))
                .getMessage());
        assertTrue(message.contains("'w' is 0 in all 3 rows"), message);
    }

    @Test
    void aWrongWeightIsNotTakenForNone() {
        ArrayTable wrong = new ArrayTable()
                .numbers("x", 1, 2, 3)
                .numbers("w", Role.WEIGHT, 0, Double.NaN, -1)
                .numbers("y", Role.TARGET, 1, 2, 4);
        assertArrayEquals(new int[] {1, 2}, Pipeline.samples(wrong));
    }
}
