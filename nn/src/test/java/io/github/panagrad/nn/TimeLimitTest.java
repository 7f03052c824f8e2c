package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Moons;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Training ends when its time is over. */
@Timeout(60)
class TimeLimitTest {
    private static final TrainingConfig ENDLESS = TrainingConfig.defaults()
            .withEpochs(Integer.MAX_VALUE)
            .withBatchSize(8)
            .withLearningRate(0.01);

    private static Network network() {
        return Network.create(
                NetworkSpec.inputs(2).dense(5, Activation.tanh()).output(1, Loss.binaryCrossEntropy()),
                DType.F32,
                Backend.JAVA,
                Initializer.glorot(),
                1);
    }

    @Test
    void theBestEpochIsRestored() {
        Dataset.Split data = new Moons(300, 0.3).generate(1).split(0.5, 2);
        try (Network network = network();
                Trainer trainer = new Trainer(network, ENDLESS);
                Evaluator evaluator = new Evaluator(network, 1)) {
            long start = System.nanoTime();
            History history = trainer.fit(
                    data.training(),
                    FitOptions.none()
                            .withValidation(data.validation())
                            .withEarlyStopping(EarlyStopping.of(Monitor.validationLoss(), Integer.MAX_VALUE))
                            .withTimeLimit(Duration.ofMillis(800)));
            double seconds = (System.nanoTime() - start) * 1e-9;
            assertEquals(Ending.TIME_LIMIT, history.ending());
            assertTrue(seconds >= 0.8 && seconds < 5, () -> seconds + " s");
            double best = history.epochs().stream()
                    .mapToDouble(EpochMetrics::validationLoss)
                    .min()
                    .orElseThrow();
            assertEquals(best, evaluator.evaluate(data.validation()).loss());
        }
    }

    /** What ends sooner ends as it would have, to the bit. */
    @Test
    void aLimitThatIsNotReached() {
        Dataset data = new Moons(100, 0.3).generate(1);
        double[][] without = trained(data, FitOptions.none());
        assertArrayEquals(without, trained(data, FitOptions.none().withTimeLimit(Duration.ofDays(100_000_000))));
    }

    private static double[][] trained(Dataset data, FitOptions options) {
        try (Network network = network();
                Trainer trainer = new Trainer(network, ENDLESS.withEpochs(3));
                Evaluator evaluator = new Evaluator(network, 1)) {
            assertEquals(Ending.COMPLETED, trainer.fit(data, options).ending());
            return evaluator.predict(data);
        }
    }

    @Test
    void noTimeAtAll() {
        FitOptions options = FitOptions.none();
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> options.withTimeLimit(none));
            assertEquals("the time limit must be above 0, found " + none, e.getMessage());
        }
    }
}
