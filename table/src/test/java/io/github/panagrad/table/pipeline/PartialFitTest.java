package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline of rows that are divided at random, merged in any order, is the one of all rows. */
class PartialFitTest {
    @ParameterizedTest
    @EnumSource(Scaling.class)
    void partsGiveThePipelineOfAllRows(Scaling scaling) {
        Random random = new Random(7);
        for (int rows : new int[] {13, 207, 20_000}) {
            ArrayTable table = MixedTables.random(rows, rows, 90);
            int[] training =
                    IntStream.range(0, rows).filter(_ -> random.nextInt(5) > 0).toArray();
            PipelineConfig config = PipelineConfig.defaults().withScaling(scaling);
            Pipeline expected = Pipeline.fit(table, training, config);
            for (int parts : new int[] {1, 2, 5}) {
                assertEquals(expected, finish(table, training, config, divided(training, parts, random)));
            }
        }
    }

    @Test
    void weightsCountAndEdgesOfNumbersAreTheSame() {
        int rows = 9_001;
        Random random = new Random(3);
        ArrayTable table = MixedTables.random(rows, 11, 40)
                .numbers("weight", Role.WEIGHT, random.doubles(rows, 0.001, 3).toArray());
        int[] training = IntStream.range(0, rows).filter(r -> r % 3 > 0).toArray();
        for (DType dtype : DType.values()) {
            PipelineConfig config = PipelineConfig.defaults().withScaling(Scaling.QUANTILE_NORMAL);
            Pipeline expected = Pipeline.fit(table, training, config);
            PartialFit parts = merged(table, training, divided(training, 4, random));
            Pipeline found = parts.finish(Pipeline.fitTarget(table, training, config), config);
            assertEquals(expected, found);
            Dataset samples = expected.encode(table, training, dtype, EncodedStorage.memory());
            NumberEmbedding embedding = new NumberEmbedding.Piecewise(16, 4);
            NetworkSpec network = expected.network().numberEmbedding(embedding).build(samples);
            assertTrue(network.embeddings().size() > 1);
            assertEquals(network, found.network().numberEmbedding(embedding).build(parts.numbers(found, dtype)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e200, 1e-200})
    void manyRowsHaveTheSameQuantilesAndNearlyTheSameMoments(double unit) {
        int rows = NumberFit.SAMPLE_ROWS + 54_321;
        Random random = new Random(5);
        double[] numbers = IntStream.range(0, rows)
                .mapToDouble(r -> random.nextInt(30) == 0 ? Double.NaN : unit * (1000 + random.nextGaussian()))
                .toArray();
        ArrayTable table = new ArrayTable()
                .numbers("x", numbers)
                .texts(
                        "answer",
                        Role.TARGET,
                        IntStream.range(0, rows)
                                .mapToObj(r -> r % 2 == 0 ? "yes" : "no")
                                .toArray(String[]::new));
        int[] training = IntStream.range(0, rows).filter(r -> r % 97 > 0).toArray();
        PipelineConfig config = PipelineConfig.defaults().withScaling(Scaling.QUANTILE_NORMAL);
        FittedColumn.Numbers expected = numbers(Pipeline.fit(table, training, config));
        FittedColumn.Numbers found = numbers(finish(table, training, config, divided(training, 7, random)));
        assertEquals(expected.code(), found.code());
        NumberSummary one = expected.summary();
        NumberSummary other = found.summary();
        assertEquals(one.count(), other.count());
        assertEquals(one.missing(), other.missing());
        assertEquals(one.min(), other.min());
        assertEquals(one.max(), other.max());
        assertEquals(one.mean(), other.mean(), 1e-12 * one.mean());
        assertEquals(one.deviation(), other.deviation(), 1e-12 * one.deviation());
    }

    @Test
    void rowsThatAreAbsentTwiceOrInfiniteAreRefused() {
        ArrayTable table = MixedTables.random(100, 1, 5);
        int[] training = IntStream.range(0, 100).toArray();
        PartialFit.Whole whole = PartialFit.Whole.of(table, training);
        PipelineConfig config = PipelineConfig.defaults();
        PartialFit part = new PartialFit(table.schema(), whole);
        part.add(table, Arrays.copyOf(training, 60), 0);
        IllegalArgumentException absent = assertThrows(
                IllegalArgumentException.class, () -> part.finish(Pipeline.fitTarget(table, training, config), config));
        assertTrue(String.valueOf(absent.getMessage()).contains("60 of 100"), absent.toString());
        PartialFit same = new PartialFit(table.schema(), whole);
        same.add(table, training, 0);
        assertThrows(IllegalArgumentException.class, () -> part.merge(same));
        ArrayTable infinite = new ArrayTable()
                .numbers("x", 1, 2, Double.NEGATIVE_INFINITY)
                .texts("answer", Role.TARGET, "a", "b", "a");
        PartialFit wrong = new PartialFit(infinite.schema(), new PartialFit.Whole(3, 1, 1));
        PipelineException place =
                assertThrows(PipelineException.class, () -> wrong.add(infinite, new int[] {0, 1, 2}, 0));
        assertTrue(String.valueOf(place.getMessage()).startsWith(infinite.place(2)), place.toString());
    }

    private static FittedColumn.Numbers numbers(Pipeline pipeline) {
        return (FittedColumn.Numbers) pipeline.columns().getFirst();
    }

    private static Pipeline finish(ArrayTable table, int[] training, PipelineConfig config, List<int[]> parts) {
        return merged(table, training, parts).finish(Pipeline.fitTarget(table, training, config), config);
    }

    /** Returns where parts begin, and end: some are empty. */
    private static List<int[]> divided(int[] training, int parts, Random random) {
        int[] bounds = random.ints(parts - 1, 0, training.length + 1).sorted().toArray();
        List<int[]> divided = new ArrayList<>();
        for (int p = 0; p < parts; p++) {
            divided.add(new int[] {p == 0 ? 0 : bounds[p - 1], p == parts - 1 ? training.length : bounds[p]});
        }
        Collections.shuffle(divided, random);
        return divided;
    }

    /** Each part is added in two blocks, and sent as bytes. */
    private static PartialFit merged(ArrayTable table, int[] training, List<int[]> parts) {
        PartialFit.Whole whole = PartialFit.Whole.of(table, training);
        PartialFit all = new PartialFit(table.schema(), whole);
        for (int[] bounds : parts) {
            PartialFit part = new PartialFit(table.schema(), whole);
            int middle = (bounds[0] + bounds[1]) / 2;
            part.add(table, Arrays.copyOfRange(training, bounds[0], middle), bounds[0]);
            part.add(table, Arrays.copyOfRange(training, middle, bounds[1]), middle);
            all.merge(PartialFit.ofBytes(table.schema(), whole, part.toBytes()));
        }
        return all;
    }
}
