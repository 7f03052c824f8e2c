package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses of single logits: numbers worked out by hand, kinks, logits of any size, and targets that do not fit. */
class LossTest {
    private static final double[] EXTREMES = {-1e300, -1e30, -800, -40, -1, -0.0, 0, 1e-300, 1, 40, 700};

    static List<Loss> losses() {
        return Networks.losses();
    }

    static List<Loss> pointLosses() {
        return losses().stream().filter(loss -> loss instanceof PointLoss).toList();
    }

    private static void check(Loss loss, double z, double y, double value, double slope) {
        PointLoss point = (PointLoss) loss;
        assertEquals(value, point.value(z, y), 1e-15 * Math.abs(value), loss + " at " + z + ", " + y);
        assertEquals(slope, point.slope(z, y), 1e-15 * Math.abs(slope), loss + " at " + z + ", " + y);
    }

    @Test
    void worked() {
        check(Loss.meanAbsoluteError(), 3, 5, 2, -1);
        check(Loss.huber(1), 3, 2.5, 0.125, 0.5);
        check(Loss.huber(1), 3, 1, 1.5, 1);
        check(Loss.huber(2), -3, 1, 6, -2);
        check(Loss.quantile(0.9), 3, 5, 1.8, -0.9);
        check(Loss.quantile(0.9), 5, 3, 2 * (1 - 0.9), 1 - 0.9);
        check(Loss.poisson(), 0, 3, 1, -2);
        check(Loss.poisson(), Math.log(2), 3, 2 - 3 * Math.log(2), -1);
        check(Loss.hinge(), 0.25, 1, 0.75, -1);
        check(Loss.hinge(), 0.25, 0, 1.25, 1);
        check(Loss.hinge(), -2, 0, 0, 0);
        // p = 1/2: alpha (1/2)² ln 2, and alpha (1/4) (2 (1/2) ln(1/2) - 1/2).
        double half = Math.log(2);
        check(Loss.focal(), 0, 1, 0.25 * 0.25 * half, -0.25 * 0.25 * (half + 0.5));
        check(Loss.focal(), 0, 0, 0.75 * 0.25 * half, 0.75 * 0.25 * (half + 0.5));
    }

    @Test
    void kinks() {
        check(Loss.meanAbsoluteError(), 2, 2, 0, 0);
        check(Loss.quantile(0.9), 2, 2, 0, 0);
        check(Loss.hinge(), 1, 1, 0, 0);
        check(Loss.hinge(), -1, 0, 0, 0);
        check(Loss.huber(1), 3, 2, 0.5, 1);
    }

    @ParameterizedTest
    @MethodSource("pointLosses")
    void finiteLogitsGiveFiniteLosses(Loss loss) {
        PointLoss point = (PointLoss) loss;
        for (double z : EXTREMES) {
            for (double y : new double[] {0, 1}) {
                assertTrue(Double.isFinite(point.value(z, y)) && point.value(z, y) > -800, loss + " at " + z);
                assertTrue(Double.isFinite(point.slope(z, y)), loss + " at " + z);
            }
        }
        assertEquals(Double.NaN, point.value(Double.NaN, 1));
    }

    /** What is right costs nothing and is left alone; what is wrong costs its distance. */
    @Test
    void focalFarOut() {
        check(Loss.focal(), 1000, 1, 0, 0);
        check(Loss.focal(), -1000, 1, 250, -0.25);
        check(Loss.focal(), 1000, 0, 750, 0.75);
        check(Loss.focal(), -1000, 0, 0, 0);
        assertEquals(0.5 * Math.log1p(Math.exp(-3)), ((PointLoss) new PointLoss.Focal(0, 0.5)).value(3, 1), 1e-16);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void textForms(Loss loss) {
        assertEquals(loss, Loss.choices().parse(Loss.choices().format(loss)));
        NetworkSpec spec = NetworkSpec.inputs(3).output(3, loss);
        assertEquals(spec, SpecJson.read(SpecJson.write(spec)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "huber:0",
                "huber:delta=NaN",
                "quantile:0",
                "quantile:1",
                "focal:gamma=-1",
                "focal:alpha=0",
                "focal:alpha=1",
                "softmax_cross_entropy:label-smoothing=1",
                "softmax_cross_entropy:-0.1",
                "binary_cross_entropy:1",
                "hinge:1"
            })
    void badHyperParameters(String text) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Loss.choices().parse(text));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(text.substring(0, text.indexOf(':'))));
    }

    private static String refused(Loss loss, Dataset data, int outputs) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> loss.checkTargets(data, outputs))
                .getMessage());
    }

    @Test
    void targetsThatDoNotFit() {
        double[][] x = {{1}, {2}, {3}};
        Dataset halves = Dataset.of(x, new double[][] {{0}, {1}, {0.5}});
        Dataset negative = Dataset.of(x, new double[][] {{0}, {1}, {-0.5}});
        for (Loss loss : List.of(Loss.hinge(), Loss.focal())) {
            assertEquals(
                    "row 2: target 0.5 is out of range: " + loss.name() + " takes only 0 and 1",
                    refused(loss, halves, 1));
            assertEquals(
                    "row 1: label 2 is out of range: " + loss.name() + " with 2 classes takes 0 to 1",
                    refused(loss, Dataset.of(x, new int[] {0, 2, 1}), 1));
        }
        assertEquals(
                "row 2: target -0.5 is out of range: poisson takes numbers of at least 0",
                refused(Loss.poisson(), negative, 1));
        assertEquals(
                "row 2: target -0.5 is out of range: binary_cross_entropy takes 0 to 1",
                refused(Loss.binaryCrossEntropy(), negative, 1));
        for (Loss loss : losses()) {
            if (!(loss instanceof Loss.SoftmaxCrossEntropy)) {
                assertEquals("the network has 2 outputs, but the data has 1 target columns", refused(loss, halves, 2));
            }
        }
        Loss.huber(1).checkTargets(negative, 1);
        Loss.poisson().checkTargets(Dataset.of(x, new int[] {7, 0, 2}), 1);
    }

    /** Predictions and rights: signs for hinge, rates for Poisson. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.nn.Arithmetic#all")
    void predictions(Arithmetic arithmetic) {
        Map<Loss, double[]> expected = Map.of(
                Loss.hinge(), new double[] {-2, 0.5},
                Loss.focal(), new double[] {1 / (1 + Math.exp(2)), 1 / (1 + Math.exp(-0.5))},
                Loss.poisson(), new double[] {Math.exp(-2), Math.exp(0.5)},
                Loss.huber(1), new double[] {-2, 0.5});
        expected.forEach((loss, wanted) -> {
            try (Network network = new Network(
                            NetworkSpec.inputs(1).output(1, loss), arithmetic.dtype(), arithmetic.backend());
                    Evaluator evaluator = new Evaluator(network, 1)) {
                network.weights(0).set(0, 0, 1);
                Dataset data = Dataset.of(new double[][] {{-2}, {0.5}}, new int[] {0, 1});
                double[][] predicted = evaluator.predict(data);
                assertEquals(wanted[0], predicted[0][0], arithmetic.tolerance());
                assertEquals(wanted[1], predicted[1][0], arithmetic.tolerance());
                if (loss.isClassification()) {
                    assertEquals(0, predicted[0][0] > loss.threshold() ? 1 : 0);
                    assertEquals(1, predicted[1][0] > loss.threshold() ? 1 : 0);
                    assertEquals(1, evaluator.evaluate(data).accuracy());
                } else {
                    assertEquals(Double.NaN, evaluator.evaluate(data).accuracy());
                }
            }
        });
    }

    /** A training with each loss ends below where it began. */
    @ParameterizedTest
    @MethodSource("losses")
    void trains(Loss loss) {
        Dataset data = Networks.batch(64, 5, 3, loss, 3);
        NetworkSpec spec = NetworkSpec.inputs(5).output(3, loss);
        TrainingConfig config =
                TrainingConfig.defaults().withEpochs(20).withBatchSize(16).withLearningRate(0.01);
        try (Network network = Network.create(spec, DType.F64, Backend.JAVA, Initializer.glorot(), 1);
                Trainer trainer = new Trainer(network, config)) {
            List<EpochMetrics> epochs = trainer.fit(data).epochs();
            assertTrue(epochs.getLast().trainLoss() < epochs.getFirst().trainLoss(), loss.toString());
        }
    }
}
