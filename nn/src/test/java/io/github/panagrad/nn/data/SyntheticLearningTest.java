package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.tensor.Activation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard sets are easy: a small network learns them with the default settings. */
class SyntheticLearningTest {
    private static double accuracy(SyntheticData standard, int classes, long seed) {
        Dataset.Split parts = standard.generate(seed).split(0.1, seed);
        List<Dense> hidden = List.of(new Dense(64, Activation.relu()), new Dense(64, Activation.relu()));
        NetworkSpec spec = new NetworkSpec(2, hidden, classes, Loss.softmaxCrossEntropy());
        TrainingConfig config = TrainingConfig.defaults().withSeed(seed).withReproducible(true);
        try (Network network = Network.create(spec, seed);
                Trainer trainer = new Trainer(network, config)) {
            return trainer.fit(parts.training(), parts.validation(), TrainingListener.NONE)
                    .last()
                    .validationAccuracy();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42})
    void reachesAHighAccuracyInTenEpochs(long seed) {
        double spirals = accuracy(SyntheticData.spirals(), 3, seed);
        double moons = accuracy(SyntheticData.moons(), 2, seed);
        double circles = accuracy(SyntheticData.circles(), 2, seed);
        assertTrue(spirals >= 0.99, () -> "spirals: " + spirals);
        assertTrue(moons >= 0.97, () -> "moons: " + moons);
        assertTrue(circles >= 0.99, () -> "circles: " + circles);
    }
}
