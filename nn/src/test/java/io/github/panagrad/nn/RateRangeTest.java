package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Slab;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The learning-rate range test: rising rates, the network untouched, an end where it diverges, a rate that trains. */
class RateRangeTest {
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(5).dense(32, Activation.tanh()).output(1, Loss.meanSquaredError());

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    /** Targets that a network learns. */
    private static Dataset data(int rows) {
        double[][] x = Networks.normals(rows, 5, 3);
        double[][] y = IntStream.range(0, rows)
                .mapToObj(i -> new double[] {x[i][0] * x[i][1] + Math.sin(x[i][2])})
                .toArray(double[][]::new);
        return Dataset.of(x, y);
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void findsARate(Arithmetic arithmetic) {
        long memory = Slab.totalBytes();
        Dataset data = data(500);
        TrainingConfig config = TrainingConfig.defaults().withBatchSize(64).withReproducible(true);
        try (Network network = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 1)) {
            double[][][] before = Networks.weights(network);
            LearningRateRangeTest test = LearningRateRangeTest.run(network, data, config, 1e-6, 100, 120);
            assertArrayEquals(before, Networks.weights(network));
            assertEquals(test, LearningRateRangeTest.run(network, data, config.withThreads(2), 1e-6, 100, 120));
            assertTrue(test.hasDiverged(), "a rate of 100 is too large for anything");
            assertTrue(test.points().size() < 120);
            double step = Math.pow(1e8, 1 / 119.0);
            for (int i = 0; i < test.points().size(); i++) {
                double rate = 1e-6 * Math.pow(step, i);
                assertEquals(rate, test.points().get(i).rate(), 1e-9 * rate);
            }
            double suggestion = test.suggestion();
            assertEquals(test.rateOfLeastLoss() / 10, suggestion);
            assertTrue(suggestion > 1e-4 && suggestion < 0.1, () -> "suggested " + suggestion);
            assertTrue(test.steepest() > 1e-5 && test.steepest() <= test.rateOfLeastLoss());
            try (Trainer trainer = new Trainer(
                            network, config.withLearningRate(suggestion).withEpochs(5));
                    Evaluator evaluator = new Evaluator(network, 1)) {
                double untrained = evaluator.evaluate(data).loss();
                trainer.fit(data);
                assertTrue(evaluator.evaluate(data).loss() < untrained * 0.8);
            }
        }
        assertEquals(memory, Slab.totalBytes());
    }

    /** The first losses are those of a training's first batches, and are smoothed by the formula. */
    @Test
    void losses() {
        Dataset data = data(10);
        try (Network network = Network.create(SPEC, 1);
                Evaluator evaluator = new Evaluator(network, 1)) {
            LearningRateRangeTest test =
                    LearningRateRangeTest.run(network, data, TrainingConfig.defaults(), 1e-12, 2e-12, 3);
            assertFalse(test.hasDiverged());
            assertEquals(3, test.points().size());
            double loss = evaluator.evaluate(data).loss();
            for (LearningRateRangeTest.Point point : test.points()) {
                // A batch larger than the data is all of it, and such rates change nothing.
                assertEquals(loss, point.loss(), 1e-5);
                assertEquals(loss, point.smoothedLoss(), 1e-5);
            }
            assertEquals(2e-12, test.points().getLast().rate(), 1e-24);
        }
    }

    @Test
    void refused() {
        Dataset data = data(10);
        TrainingConfig config = TrainingConfig.defaults();
        try (Network network = Network.create(SPEC, 1)) {
            for (double[] range : List.of(new double[] {0, 1}, new double[] {1, 1}, new double[] {1, Double.NaN})) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> LearningRateRangeTest.run(network, data, config, range[0], range[1], 10));
            }
            assertThrows(
                    IllegalArgumentException.class, () -> LearningRateRangeTest.run(network, data, config, 1e-3, 1, 1));
            TrainingConfig lbfgs = config.withOptimizer(Optimizer.choices().parse("lbfgs"));
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> LearningRateRangeTest.run(network, data, lbfgs, 1e-3, 1, 10));
            assertTrue(String.valueOf(refused.getMessage()).contains("lbfgs"), refused::getMessage);
        }
    }
}
