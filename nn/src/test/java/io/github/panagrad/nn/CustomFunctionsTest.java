package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.CustomSchedule;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Activations, losses, schedules and optimisers that are not the library's. */
class CustomFunctionsTest {
    private static final Activation BUMP =
            Activation.custom("bump", z -> z * Math.exp(-z * z), z -> (1 - 2 * z * z) * Math.exp(-z * z));

    private static final Loss LOG_COSH = Loss.custom("log_cosh", new PointwiseLoss() {
        @Override
        public double value(double z, double y) {
            return Math.log(Math.cosh(z - y));
        }

        @Override
        public double slope(double z, double y) {
            return Math.tanh(z - y);
        }
    });

    private static NetworkSpec spec(Activation activation, Loss loss) {
        return NetworkSpec.inputs(5)
                .dense(9, activation, 0.2)
                .dense(6, activation)
                .output(3, loss);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void gradientsAreThoseOfDifferences(Backend backend) {
        NetworkSpec spec = spec(BUMP, LOG_COSH);
        Dataset batch = Networks.batch(11, 5, 3, Loss.meanSquaredError(), 17);
        try (Network network = Networks.random(spec, DType.F64, backend, 3)) {
            GradientCheck.run(network, batch, 0.3).assertBelow(GradientCheck.TOLERANCE);
        }
    }

    @Test
    void aWrongDerivativeIsFound() {
        Activation wrong = Activation.custom("wrong_bump", z -> z * Math.exp(-z * z), z -> 1 - z);
        Dataset batch = Networks.batch(11, 5, 3, Loss.meanSquaredError(), 17);
        try (Network network = Networks.random(spec(wrong, Loss.meanSquaredError()), DType.F64, Backend.JAVA, 3)) {
            GradientCheck.Report report = GradientCheck.run(network, batch, 0);
            assertThrows(AssertionError.class, () -> report.assertBelow(GradientCheck.TOLERANCE));
        }
    }

    /** The library's formulas under other names train to the same numbers, with several threads and in both ways of predicting. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.nn.Arithmetic#all")
    void theLibrarysFormulasGiveItsNumbers(Arithmetic arithmetic) {
        Activation tanh = Activation.custom("my_tanh", Math::tanh, z -> 1 - Math.tanh(z) * Math.tanh(z));
        Loss squared = Loss.custom("my_square", new PointwiseLoss() {
            @Override
            public double value(double z, double y) {
                return (z - y) * (z - y);
            }

            @Override
            public double slope(double z, double y) {
                return 2 * (z - y);
            }
        });
        double[][] expected = trained(spec(Activation.tanh(), Loss.meanSquaredError()), arithmetic);
        double[][] found = trained(spec(tanh, squared), arithmetic);
        double tolerance = arithmetic.dtype() == DType.F64 ? 1e-10 : 1e-4;
        for (int r = 0; r < expected.length; r++) {
            assertArrayEquals(expected[r], found[r], tolerance);
        }
    }

    private static double[][] trained(NetworkSpec spec, Arithmetic arithmetic) {
        Dataset data = Networks.batch(70, 5, 3, Loss.meanSquaredError(), 4);
        TrainingConfig config = TrainingConfig.defaults()
                .withBatchSize(16)
                .withEpochs(4)
                .withThreads(2)
                .withReproducible(true);
        try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 3);
                Trainer trainer = new Trainer(network, config)) {
            trainer.fit(data);
            try (Evaluator evaluator = new Evaluator(network, 2);
                    Predictor predictor = new Predictor(network)) {
                double[][] all = evaluator.predict(data);
                assertArrayEquals(all[7], predictor.predict(Networks.normals(70, 5, 4)[7]), 1e-3);
                return all;
            }
        }
    }

    @Test
    void modelsNameThem(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.safetensors");
        try (Network network = Networks.random(spec(BUMP, LOG_COSH), DType.F32, Backend.JAVA, 3)) {
            ModelFile.save(file, network, Map.of());
            try (Network loaded = ModelFile.load(file, Backend.JAVA)) {
                assertEquals(network.spec(), loaded.spec());
                assertEquals("log_cosh", loaded.spec().loss().name());
            }
        }
        // A program that did not make the function.
        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, StandardCharsets.ISO_8859_1).replace("bump", "hump");
        Files.write(file, header.getBytes(StandardCharsets.ISO_8859_1));
        ModelFormatException refused =
                assertThrows(ModelFormatException.class, () -> ModelFile.load(file, Backend.JAVA));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("unknown activation 'hump'"), message);
        assertTrue(message.contains("make it with Activation.custom before the model is loaded"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bump", "my bump", "my:bump", "1up", "bümp", "relu"})
    void namesAreRefused(String name) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Activation.custom(name, z -> z, _ -> 1));
        assertTrue(String.valueOf(e.getMessage()).contains("'" + name + "'"), e.toString());
    }

    @Test
    void theLatestOfANameIsLoaded() {
        Activation first = Activation.custom("again", z -> z, _ -> 1);
        Activation second = Activation.custom("again", z -> 2 * z, _ -> 2);
        assertEquals(first, second);
        Activation.Custom found = (Activation.Custom) Activation.choices().parse("again");
        assertEquals(6, found.function().applyAsDouble(3));
        assertEquals("again", Activation.choices().format(second));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Activation.choices().parse("again:slope=1"));
        assertTrue(String.valueOf(e.getMessage()).contains("it has no hyper-parameters"), e.toString());
    }

    @Test
    void aScheduleSetsTheRates() {
        Schedule saw = Schedule.of("saw", t -> t % 2 == 0 ? 0.01 : 0.003);
        assertEquals(saw, Schedule.parse("saw", Map.of()));
        assertEquals("warmup:length=2/saw", Schedule.format(Schedule.warmup(2).then(saw)));
        TrainingConfig config = TrainingConfig.defaults().withSchedule(saw).withEpochs(3);
        Dataset data = Networks.batch(30, 5, 3, Loss.meanSquaredError(), 4);
        try (Network network =
                        Networks.random(spec(Activation.relu(), Loss.meanSquaredError()), DType.F32, Backend.JAVA, 3);
                Trainer trainer = new Trainer(network, config)) {
            List<Double> rates = trainer.fit(data).epochs().stream()
                    .map(EpochMetrics::learningRate)
                    .toList();
            assertEquals(List.of(0.01, 0.003, 0.01), rates);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-300, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoRateIsRefused(double rate) {
        Schedule schedule = new CustomSchedule("odd", t -> t < 5 ? 0.1 : rate);
        assertEquals(0.1, schedule.at(4));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> schedule.at(5));
        assertEquals(
                "schedule odd: a learning rate must be finite and not negative, found " + rate + " at t = 5",
                e.getMessage());
    }

    /** Gradient descent, written as a program would. */
    private static final class Descent implements FirstOrder {
        @Override
        public String name() {
            return "descent";
        }

        @Override
        public String formula() {
            return "θ ← θ - α g";
        }

        @Override
        public int states() {
            return 0;
        }

        @Override
        public UpdateRule rule(Backend backend, DType dtype) {
            return new UpdateRule() {
                private double rate;

                @Override
                public void begin(long step, double learningRate) {
                    rate = learningRate;
                }

                @Override
                public void apply(Tensor theta, Tensor gradient, Tensor[] state, Decay decay) {
                    for (int r = 0; r < theta.rows(); r++) {
                        for (int c = 0; c < theta.columns(); c++) {
                            double before = theta.get(r, c);
                            double g = gradient.get(r, c) + decay.l2 * before;
                            theta.set(r, c, decay.shrink * before - rate * g);
                        }
                    }
                }
            };
        }
    }

    @Test
    void anOptimizerOfOnesOwnIsTheLibrarysToTheRounding() {
        double[][] expected = descended(Optimizer.sgd());
        double[][] found = descended(new Descent());
        for (int r = 0; r < expected.length; r++) {
            assertArrayEquals(expected[r], found[r], 1e-12);
        }
    }

    private static double[][] descended(Optimizer optimizer) {
        Dataset data = Networks.batch(70, 5, 3, Loss.meanSquaredError(), 4);
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(optimizer)
                .withLearningRate(0.05)
                .withL2(0.1)
                .withBatchSize(16)
                .withThreads(2)
                .withEpochs(4);
        try (Network network = Networks.random(
                        spec(Activation.tanh(), Loss.meanSquaredError()), DType.F64, Backend.NATIVE, 3);
                Trainer trainer = new Trainer(network, config)) {
            trainer.fit(data);
            try (Evaluator evaluator = new Evaluator(network, 1)) {
                return evaluator.predict(data);
            }
        }
    }
}
