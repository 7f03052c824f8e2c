package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.AdamW;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules of dropout, weight decay and label smoothing. */
class StrengthScheduleTest {
    private static final Schedule HALF = Schedule.constant(0.5);

    private static NetworkSpec spec(double dropout, double inputDropout, double smoothing) {
        return NetworkSpec.inputs(LayerNetworks.INPUTS)
                .inputDropout(inputDropout)
                .dense(33, Activation.relu(), dropout)
                .dense(17, new Activation.ParametricSelu(1), dropout)
                .output(3, new Loss.SoftmaxCrossEntropy(smoothing));
    }

    private static Dataset data() {
        int[] labels = new int[200];
        for (int r = 0; r < labels.length; r++) {
            labels[r] = r * 7 % 3;
        }
        return Dataset.of(LayerNetworks.samples(labels.length, 3), labels);
    }

    private static TrainingConfig config(double decay) {
        return TrainingConfig.defaults()
                .withOptimizer(new AdamW(0.9, 0.95, 1e-8, decay))
                .withRegularizers(new Regularizer.WeightDecay(decay))
                .withLearningRate(0.01)
                .withEpochs(4)
                .withReproducible(true)
                .withBatchSize(48);
    }

    private static double[][][] trained(NetworkSpec spec, TrainingConfig config, Backend backend) {
        try (Network network = Network.create(spec, DType.F32, backend, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config)) {
            trainer.fit(data());
            return network.parameters().stream()
                    .map(parameter -> network.get(parameter).toArray())
                    .toArray(double[][][]::new);
        }
    }

    /** Half of everything, by factors or by itself: the same bits, for any number of threads. */
    @ParameterizedTest
    @EnumSource
    void aFactorIsAsGoodAsASmallerStrength(Backend backend) {
        double[][][] expected = trained(spec(0.2, 0.1, 0.05), config(0.15).withThreads(2), backend);
        TrainingConfig halved =
                config(0.3).withDropoutSchedule(HALF).withDecaySchedule(HALF).withSmoothingSchedule(HALF);
        for (int threads : new int[] {1, 3}) {
            double[][][] found = trained(spec(0.4, 0.2, 0.1), halved.withThreads(threads), backend);
            for (int p = 0; p < expected.length; p++) {
                assertArrayEquals(expected[p], found[p], "parameter " + p);
            }
        }
    }

    /** By epoch, and by step: two halves of a training with the strengths that they have. */
    @Test
    void theFactorFollowsTheTime() {
        NetworkSpec spec = spec(0, 0, 0.2);
        NetworkSpec smoothed = spec(0, 0, 0.1);
        Dataset data = data();
        TrainingConfig plain = TrainingConfig.defaults()
                .withOptimizer(Optimizer.sgd())
                .withLearningRate(0.1)
                .withBatchSize(200)
                .withEpochs(1);
        for (ScheduleUnit unit : ScheduleUnit.values()) {
            // 1 in the first epoch, which is a step, and a half in the second.
            Schedule falling = Schedule.step(1, 0.5, 1);
            TrainingConfig both = plain.withEpochs(2)
                    .withScheduleBy(unit)
                    .withRegularizers(new Regularizer.WeightDecay(0.3))
                    .withDecaySchedule(falling)
                    .withSmoothingSchedule(falling);
            try (Network whole = Networks.random(spec, DType.F64, Backend.JAVA, 1);
                    Network first = Networks.random(spec, DType.F64, Backend.JAVA, 1);
                    Network second = Networks.random(smoothed, DType.F64, Backend.JAVA, 1);
                    Trainer trainer = new Trainer(whole, both);
                    Trainer begin = new Trainer(first, plain.withRegularizers(new Regularizer.WeightDecay(0.3)));
                    Trainer end = new Trainer(second, plain.withRegularizers(new Regularizer.WeightDecay(0.15)))) {
                trainer.fit(data);
                begin.fit(data);
                for (Parameter parameter : first.parameters()) {
                    second.get(parameter).copyFrom(first.get(parameter));
                }
                end.fit(data);
                for (Parameter parameter : whole.parameters()) {
                    double[][] expected = second.get(parameter).toArray();
                    double[][] found = whole.get(parameter).toArray();
                    for (int r = 0; r < expected.length; r++) {
                        assertArrayEquals(expected[r], found[r], 1e-12, unit + " " + parameter.name());
                    }
                }
            }
        }
    }

    /** Dropout that ends at nothing keeps everything. */
    @Test
    void dropoutMayEnd() {
        TrainingConfig none =
                config(0).withDropoutSchedule(Schedule.warmup(1000).then(Schedule.constant(1e-9)));
        double[][][] expected = trained(spec(0, 0, 0), config(0), Backend.NATIVE);
        double[][][] found = trained(spec(0.4, 0.3, 0), none, Backend.NATIVE);
        for (int p = 0; p < expected.length; p++) {
            for (int r = 0; r < expected[p].length; r++) {
                assertArrayEquals(expected[p][r], found[p][r], 1e-4, "parameter " + p);
            }
        }
    }

    @Test
    void factorsAboveOneAndThoseThatFollowLossesAreRefused() {
        TrainingConfig config = config(0);
        for (Schedule bad : List.of(
                Schedule.constant(1.5),
                Schedule.plateau(0.5),
                Schedule.warmup(3).then(Schedule.cosine(2, 5)))) {
            assertThrows(IllegalArgumentException.class, () -> config.withDropoutSchedule(bad));
            assertThrows(IllegalArgumentException.class, () -> config.withDecaySchedule(bad));
            assertThrows(IllegalArgumentException.class, () -> config.withSmoothingSchedule(bad));
        }
        TrainingConfig lbfgs = TrainingConfig.defaults().withOptimizer(new Lbfgs(10, 1e-5, 20));
        assertThrows(IllegalArgumentException.class, () -> lbfgs.withDecaySchedule(HALF));
        assertEquals(2, Schedule.warmup(3).then(Schedule.cosine(2, 5)).initial());
    }
}
