package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Plateau;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training by L-BFGS, and by schedules that follow steps or losses. */
class FullBatchTrainingTest {
    private static final int ROWS = 50;
    private static final TrainingConfig LBFGS = TrainingConfig.defaults()
            .withOptimizer(Optimizer.lbfgs())
            .withBatchSize(ROWS)
            .withL2(0.1)
            .withEpochs(60);

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static Dataset data() {
        return Networks.batch(ROWS, 4, 3, Loss.softmaxCrossEntropy(), 3);
    }

    private static NetworkSpec spec(double dropout) {
        return NetworkSpec.inputs(4).dense(6, Activation.tanh(), dropout).output(3, Loss.softmaxCrossEntropy());
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void theLossFallsInEveryIteration(Arithmetic arithmetic) {
        try (Network network =
                        Network.create(spec(0), arithmetic.dtype(), arithmetic.backend(), Initializer.glorot(), 1);
                Trainer trainer = new Trainer(network, LBFGS)) {
            List<EpochMetrics> epochs = trainer.fit(data()).epochs();
            for (int i = 1; i < epochs.size(); i++) {
                assertTrue(epochs.get(i).trainLoss() <= epochs.get(i - 1).trainLoss(), "epoch " + i);
            }
            EpochMetrics last = epochs.getLast();
            assertTrue(last.trainLoss() < 0.8 * epochs.getFirst().trainLoss(), last.toString());
            // What is reported is what the network holds.
            try (Backpropagation check = new Backpropagation(
                            network, data(), LBFGS.regularization().penalty().l2());
                    Evaluator evaluator = new Evaluator(network, 1)) {
                assertEquals(check.loss(), last.trainLoss(), arithmetic.tolerance());
                assertEquals(evaluator.evaluate(data()).accuracy(), last.trainAccuracy());
            }
        }
    }

    /** A convex problem: it ends before its epochs do, with a gradient of next to nothing. */
    @Test
    void itEndsWhenConverged() {
        NetworkSpec spec = NetworkSpec.inputs(4).output(3, Loss.softmaxCrossEntropy());
        try (Network network = Network.create(spec, DType.F64, Backend.preferred(), Initializer.glorot(), 1);
                Trainer trainer = new Trainer(network, LBFGS.withEpochs(500))) {
            History history = trainer.fit(data());
            assertTrue(history.epochs().size() < 60, history.epochs().size() + " epochs");
            try (Backpropagation check = new Backpropagation(
                    network, data(), LBFGS.regularization().penalty().l2())) {
                check.run();
                for (double[] row : check.weightGradient(0).toArray()) {
                    for (double g : row) {
                        assertEquals(0, g, 1e-7);
                    }
                }
            }
            // There is nothing more to be done, and that takes one epoch to find out.
            assertEquals(1, trainer.fit(data()).epochs().size());
        }
    }

    @Test
    void whatDoesNotGoWithItIsRefused() {
        refused("dropout must be 0, found 0.5 in layer 0", () -> fit(spec(0.5), LBFGS));
        refused("batch size must be at least 50, found 49", () -> fit(spec(0), LBFGS.withBatchSize(49)));
        refused("schedule must be constant", () -> LBFGS.withSchedule(new Schedule.Cosine(1, 0, 5)));
        refused(
                "cannot count steps",
                () -> TrainingConfig.defaults()
                        .withSchedule(new Plateau(1, 0.1, 1, 0, 0))
                        .withScheduleBy(ScheduleUnit.STEP));
    }

    private static History fit(NetworkSpec spec, TrainingConfig config) {
        try (Network network = Network.create(spec, 1);
                Trainer trainer = new Trainer(network, config)) {
            return trainer.fit(data());
        }
    }

    private static void refused(String message, Executable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    /** The rate of an epoch is that of its first step; there are three steps an epoch. */
    @Test
    void schedulesByStep() {
        TrainingConfig config =
                TrainingConfig.defaults().withBatchSize(20).withEpochs(3).withSchedule(new Schedule.Step(0.5, 0.5, 2));
        assertEquals(List.of(0.5, 0.5, 0.25), rates(config));
        assertEquals(List.of(0.5, 0.25, 0.0625), rates(config.withScheduleBy(ScheduleUnit.STEP)));
    }

    /** A rate so small that nothing improves. */
    @Test
    void plateausFollowTheLosses() {
        TrainingConfig config =
                TrainingConfig.defaults().withEpochs(5).withSchedule(new Plateau(1e-30, 0.5, 2, 0.1, 0));
        assertEquals(List.of(1e-30, 1e-30, 1e-30, 5e-31, 5e-31), rates(config));
    }

    private static List<Double> rates(TrainingConfig config) {
        return fit(spec(0), config).epochs().stream()
                .map(EpochMetrics::learningRate)
                .toList();
    }

    /** Weights shrink, biases do not: with a gradient of zero all else stays. */
    @Test
    void weightDecayIsForWeights() {
        NetworkSpec spec = NetworkSpec.inputs(2).output(1, Loss.meanSquaredError());
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(Optimizer.choices().parse("adamw:weight-decay=0.5"))
                .withLearningRate(0.1)
                .withEpochs(1);
        try (Network network = Network.create(spec, DType.F64, Backend.preferred(), Initializer.he(), 1)) {
            network.weights(0).fill(2);
            network.biases(0).fill(3);
            try (Trainer trainer = new Trainer(network, config)) {
                trainer.fit(Dataset.of(new double[][] {{0, 0}}, new double[][] {{3}}));
            }
            assertEquals(2 * 0.95, network.weights(0).get(0, 0), 1e-15);
            assertEquals(3, network.biases(0).get(0, 0));
        }
    }
}
