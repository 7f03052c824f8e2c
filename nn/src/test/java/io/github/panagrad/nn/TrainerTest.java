package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loop around the steps: epochs, the last batch, the history, and what it refuses. */
class TrainerTest {
    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    /** Two clouds of points, one for each class. */
    private static Dataset clouds(int n) {
        RandomKey key = RandomKey.of(5);
        double[][] x = new double[n][2];
        int[] y = new int[n];
        for (int i = 0; i < n; i++) {
            y[i] = i % 2;
            x[i][0] = key.normal(2L * i) + (y[i] == 0 ? -3 : 3);
            x[i][1] = key.normal(2L * i + 1);
        }
        return Dataset.of(x, y);
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void learns(Arithmetic arithmetic) {
        NetworkSpec spec = NetworkSpec.inputs(2).dense(8, Activation.tanh()).output(1, Loss.binaryCrossEntropy());
        Dataset.Split split = clouds(401).split(0.2, 3);
        for (FirstOrder optimizer : Optimizer.firstOrder().all()) {
            double rate = switch (optimizer.name()) {
                case "sgd", "momentum", "adagrad" -> 0.3;
                case "classical_momentum", "nesterov" -> 0.03;
                default -> 0.01;
            };
            TrainingConfig config = TrainingConfig.defaults()
                    .withOptimizer(optimizer)
                    .withLearningRate(rate)
                    .withBatchSize(32);
            try (Network network =
                            Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.glorot(), 1);
                    Trainer trainer = new Trainer(network, config)) {
                History history = trainer.fit(split.training(), split.validation(), TrainingListener.NONE);
                assertTrue(history.last().validationAccuracy() > 0.98, () -> optimizer + ": " + history.last());
                assertTrue(
                        history.last().trainLoss() < history.epochs().getFirst().trainLoss());
            }
        }
    }

    @Test
    void theLastSmallerBatchIsTrainedToo() {
        NetworkSpec spec = NetworkSpec.inputs(2).output(1, Loss.binaryCrossEntropy());
        List<Long> samples = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long done, double loss, double learningRate) {
                samples.add(done);
            }
        };
        try (Network network = Network.create(spec, 1);
                Trainer trainer = new Trainer(
                        network, TrainingConfig.defaults().withBatchSize(4).withEpochs(2))) {
            History history = trainer.fit(clouds(11), null, listener);
            assertEquals(6, history.steps());
        }
        assertEquals(List.of(4L, 8L, 11L, 4L, 8L, 11L), samples);
    }

    /** One epoch without shuffling, by hand: the mean over batches weighted by rows. */
    @Test
    void theHistoryIsWhatTheStepsGave() {
        NetworkSpec spec = NetworkSpec.inputs(2).output(1, Loss.meanSquaredError());
        double[][] x = Networks.normals(5, 2, 1);
        double[][] y = Networks.normals(5, 1, 2);
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(Optimizer.sgd())
                .withLearningRate(1e-300)
                .withBatchSize(3)
                .withEpochs(1)
                .withShuffle(Shuffle.none());
        try (Network network = Networks.random(spec, DType.F64, Backend.JAVA, 3);
                Trainer trainer = new Trainer(network, config)) {
            double expected = 0;
            for (int i = 0; i < 5; i++) {
                double out = network.biases(0).get(0, 0);
                for (int c = 0; c < 2; c++) {
                    out += x[i][c] * network.weights(0).get(0, c);
                }
                expected += (out - y[i][0]) * (out - y[i][0]) / 5;
            }
            EpochMetrics metrics = trainer.fit(Dataset.of(x, y)).last();
            assertEquals(expected, metrics.trainLoss(), 1e-14);
            assertTrue(Double.isNaN(metrics.trainAccuracy()));
            assertTrue(Double.isNaN(metrics.validationLoss()));
        }
    }

    @Test
    void theScheduleIsFollowed() {
        NetworkSpec spec = NetworkSpec.inputs(2).output(1, Loss.binaryCrossEntropy());
        TrainingConfig config = TrainingConfig.defaults()
                .withSchedule(new Schedule.Step(0.5, 0.5, 1))
                .withEpochs(3);
        try (Network network = Network.create(spec, 1);
                Trainer trainer = new Trainer(network, config)) {
            List<Double> rates = trainer.fit(clouds(10)).epochs().stream()
                    .map(EpochMetrics::learningRate)
                    .toList();
            assertEquals(List.of(0.5, 0.25, 0.125), rates);
        }
    }

    @Test
    void divergenceStopsWithThePlace() {
        NetworkSpec spec = NetworkSpec.inputs(2).dense(8, Activation.relu()).output(1, Loss.meanSquaredError());
        Dataset data = Dataset.of(Networks.normals(64, 2, 1), Networks.normals(64, 1, 2));
        TrainingConfig config = TrainingConfig.defaults()
                .withOptimizer(Optimizer.sgd())
                .withLearningRate(1e6)
                .withEpochs(50);
        try (Network network = Network.create(spec, 1);
                Trainer trainer = new Trainer(network, config)) {
            DivergedException e = assertThrows(DivergedException.class, () -> trainer.fit(data));
            assertTrue(String.valueOf(e.getMessage()).matches("(?s).*epoch \\d+, step \\d+.*1000000.*"), e::getMessage);
        }
    }

    @Test
    void dataThatDoesNotFit() {
        NetworkSpec spec = NetworkSpec.inputs(2).output(3, Loss.softmaxCrossEntropy());
        try (Network network = Network.create(spec, 1);
                Trainer trainer = new Trainer(network, TrainingConfig.defaults())) {
            refused(trainer, Dataset.of(new double[][] {{1, 2, 3}}, new int[] {0}), "expects 2 inputs");
            refused(trainer, Dataset.of(new double[][] {{1, 2}, {3, 4}}, new int[] {0, 3}), "row 1: label 3");
            refused(trainer, Dataset.of(new double[][] {{1, 2}}, new double[][] {{1}}), "class labels");
        }
    }

    private static void refused(Trainer trainer, Dataset data, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> trainer.fit(data));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    @Test
    void valuesOutOfRange() {
        TrainingConfig config = TrainingConfig.defaults();
        assertThrows(IllegalArgumentException.class, () -> config.withLearningRate(-1));
        assertThrows(IllegalArgumentException.class, () -> config.withLearningRate(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> config.withLearningRate(0));
        assertThrows(IllegalArgumentException.class, () -> config.withBatchSize(0));
        assertThrows(IllegalArgumentException.class, () -> config.withEpochs(0));
        assertThrows(IllegalArgumentException.class, () -> config.withL2(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> config.withThreads(-1));
        assertThrows(IllegalArgumentException.class, () -> new Dense(0, Activation.relu()));
        assertThrows(IllegalArgumentException.class, () -> new Dense(3, Activation.relu(), 1));
        assertThrows(IllegalArgumentException.class, () -> NetworkSpec.inputs(3).output(1, Loss.softmaxCrossEntropy()));
    }
}
