package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples from arrays of floats and bytes, and numbers that an element type does not have. */
class ArrayDatasetTest {
    private static final int[] LABELS = {0, 2, 1};

    private static String refused(Class<? extends RuntimeException> type, Executable misuse, String... words) {
        String message = String.valueOf(assertThrows(type, misuse).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected '" + word + "' in: " + message);
        }
        return message;
    }

    @Test
    void floatsAreKept() {
        float[][] features = {{0.1f, -2}, {3, Float.MAX_VALUE}, {Float.MIN_VALUE, 0}};
        Dataset samples = Dataset.of(features, LABELS);
        features[0][0] = 7;
        assertEquals(Rows.Storage.F32, samples.features().storage());
        assertEquals(0.1f, samples.features().get(0, 0));
        assertEquals(Float.MAX_VALUE, samples.features().get(1, 1));
        assertEquals(Float.MIN_VALUE, samples.features().get(2, 0));
        assertEquals(3, ((Targets.Labels) samples.targets()).classes());
        assertEquals(2, ((Targets.Labels) samples.targets()).label(1));
    }

    @Test
    void bytesAreUnsignedAndScaled() {
        byte[][] features = {{0, 1, 127}, {(byte) 128, (byte) 255, -1}, {2, 3, 4}};
        Dataset samples = Dataset.ofBytes(features, 1.0 / 255, LABELS);
        features[0][1] = 9;
        assertEquals(Rows.Storage.U8, samples.features().storage());
        assertEquals(1 / 255.0, samples.features().get(0, 1));
        assertEquals(128 / 255.0, samples.features().get(1, 0));
        assertEquals(1.0, samples.features().get(1, 1));
        assertEquals(1.0, samples.features().get(1, 2));
    }

    @Test
    void wrongArraysAreNamed() {
        Class<IllegalArgumentException> wrong = IllegalArgumentException.class;
        refused(
                wrong,
                () -> Dataset.of(new float[][] {{1, 2}, {3}, {4, 5}}, LABELS),
                "row 1 has 1 columns",
                "row 0 has 2");
        refused(wrong, () -> Dataset.ofBytes(new byte[][] {{1}, {3}, {4, 5}}, 1, LABELS), "row 2 has 2 columns");
        refused(
                wrong,
                () -> Dataset.of(new float[][] {{1}, {2}, {Float.NaN}}, LABELS),
                "row 2, column 0",
                "not a finite number");
        refused(wrong, () -> Dataset.of(new float[][] {{1}}, LABELS), "1 samples but 3 targets");
        refused(wrong, () -> Dataset.of(new float[0][], new int[0]), "no samples");
        refused(wrong, () -> Dataset.of(new float[][] {{1}}, new int[] {-1}), "label -1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, Double.NaN, Double.POSITIVE_INFINITY})
    void wrongScalesAreNamed(double scale) {
        refused(
                IllegalArgumentException.class,
                () -> Dataset.ofBytes(new byte[][] {{1}}, scale, new int[] {0}),
                "the scale of bytes",
                "found " + scale,
                "255");
    }

    @Test
    @SuppressWarnings("NullAway") // what programs without a checker do
    void nullsAreNamed() {
        Class<NullPointerException> nothing = NullPointerException.class;
        refused(nothing, () -> Dataset.of((float[][]) null, LABELS), "values");
        refused(nothing, () -> Dataset.of(new float[][] {{1}, null}, LABELS), "row 1");
        refused(nothing, () -> Dataset.of(new double[][] {null}, LABELS), "row 0");
        refused(nothing, () -> Dataset.of(new float[][] {{1}}, null), "labels");
        refused(nothing, () -> Dataset.ofBytes(null, 1, LABELS), "features");
        refused(nothing, () -> Dataset.of((Rows) null, new Targets.Labels(LABELS, 3)), "features");
        refused(nothing, () -> TrainingConfig.defaults().withOptimizer(null), "optimizer");
        refused(nothing, () -> TrainingConfig.defaults().withSchedule(null), "schedule");
        refused(nothing, () -> TrainingConfig.defaults().withClipping(null), "clipping");
        refused(nothing, () -> TrainingConfig.defaults().withShuffle(null), "shuffle");
        refused(nothing, () -> TrainingConfig.defaults().withDropoutSchedule(null), "dropout");
    }

    @Test
    void categoriesAreKept() {
        Dataset samples =
                Dataset.of(new double[][] {{0, 1}, {1, 1}, {2, 0}}, LABELS).withCategories(Map.of(0, 3));
        assertEquals(Map.of(0, 3), samples.subset(new int[] {1}).categories());
        assertEquals(Map.of(0, 3), samples.withSampleWeights(1, 2, 3).categories());
        refused(IllegalArgumentException.class, () -> samples.withCategories(Map.of(2, 3)), "column 2 of 2");
        refused(IllegalArgumentException.class, () -> samples.withCategories(Map.of(1, 0)), "0 categories");
    }

    private static Dataset with(double feature, double target) {
        double[][] features = new double[13][3];
        double[][] targets = new double[13][1];
        for (int r = 0; r < 13; r++) {
            features[r] = new double[] {r, -r, 1};
            targets[r][0] = r;
        }
        features[11][2] = feature;
        targets[7][0] = target;
        return Dataset.of(features, targets);
    }

    /** Once in float32 it would be infinite, and then all weights NaN. */
    @ParameterizedTest
    @ValueSource(doubles = {1e300, -1e300, 3.5e38})
    void numbersBeyondFloatsAreRefused(double large) {
        NetworkSpec spec = NetworkSpec.inputs(3).output(1, Loss.meanSquaredError());
        try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, TrainingConfig.defaults().withThreads(1));
                Evaluator evaluator = new Evaluator(network, 1)) {
            double[][] before = network.get("layers.0.weight").toArray();
            String place = "row 11, column 2: " + large + " is beyond float32";
            refused(IllegalArgumentException.class, () -> trainer.fit(with(large, 0)), place, "float64");
            refused(IllegalArgumentException.class, () -> evaluator.evaluate(with(large, 0)), place);
            refused(
                    IllegalArgumentException.class,
                    () -> new Trainer(network, TrainingConfig.defaults(), with(large, 0)),
                    place);
            refused(IllegalArgumentException.class, () -> trainer.fit(with(0, large)), "row 7, target 0: " + large);
            // Rows that do not belong to the set are ignored.
            trainer.fit(with(large, 0).subset(new int[] {0, 1, 12}));
            assertTrue(Double.isFinite(network.get("layers.0.weight").get(0, 0)));
            assertEquals(1, before.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLargestNumberOfATypeIsTaken(DType dtype) {
        Dataset samples = with(dtype == DType.F32 ? Float.MAX_VALUE : 1e300, 0);
        samples.requireWithin(dtype);
        assertThrows(IllegalArgumentException.class, () -> with(1e300, 0).requireWithin(DType.F32));
    }
}
