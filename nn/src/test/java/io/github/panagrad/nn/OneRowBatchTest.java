package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch normalisation needs two rows; only the last batch of an epoch may have a single one. */
class OneRowBatchTest {
    private static NetworkSpec spec(Normalization normalization) {
        return NetworkSpec.inputs(6)
                .dense(4, Activation.tanh())
                .dense(new Dense(5, Activation.relu(), 0, normalization, 0))
                .output(3, Loss.meanSquaredError());
    }

    private static History fit(NetworkSpec spec, TrainingConfig config, Dataset data) {
        try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config.withThreads(1).withEpochs(2))) {
            return trainer.fit(data);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 9, the batch size is 1; choose a larger one", "8, 1, there is only 1 training sample; give more"})
    void oneRowInEachBatchIsRefused(int batch, int samples, String reason) {
        TrainingConfig config = TrainingConfig.defaults().withBatchSize(batch);
        Dataset data = LayerNetworks.data(samples, 3);
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> fit(spec(Normalization.batchNorm()), config, data))
                .getMessage());
        assertTrue(message.startsWith("batch normalisation") && message.contains(reason), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> Trainer.requireTrainable(spec(Normalization.batchNorm()), config, samples));
        assertEquals(
                2, fit(spec(Normalization.layerNorm()), config, data).epochs().size());
        assertEquals(2, fit(spec(Normalization.none()), config, data).epochs().size());
    }

    @Test
    void soIsASingleSampleWithLbfgs() {
        TrainingConfig config =
                TrainingConfig.defaults().withOptimizer(Optimizer.lbfgs()).withBatchSize(10);
        assertThrows(
                IllegalArgumentException.class,
                () -> fit(spec(Normalization.batchNorm()), config, LayerNetworks.data(1, 3)));
    }

    @Test
    void theLastBatchMayHaveOneRow() {
        TrainingConfig config = TrainingConfig.defaults().withBatchSize(8);
        History history = fit(spec(Normalization.batchNorm()), config, LayerNetworks.data(17, 3));
        assertTrue(Double.isFinite(history.last().trainLoss()));
    }
}
