package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trainer refuses, with a sentence that says what to do. */
class TrainerMisuseTest {
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(6).dense(5, Activation.tanh()).output(3, Loss.meanSquaredError());
    private static final TrainingConfig CONFIG =
            TrainingConfig.defaults().withBatchSize(10).withEpochs(3).withThreads(1);
    private static final Dataset DATA = LayerNetworks.data(50, 3);

    private static Network network() {
        return Network.create(SPEC, DType.F64, Backend.JAVA, Initializer.he(), 1);
    }

    private static void requireRefused(IllegalStateException refused) {
        assertTrue(
                String.valueOf(refused.getMessage())
                        .matches("this trainer is training already, .*: wait until that ends, or make a trainer .*"),
                refused::toString);
    }

    @Test
    void twoThreadsCannotShareATrainer() throws InterruptedException, ExecutionException {
        CountDownLatch isTraining = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TrainingListener waiting = new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                isTraining.countDown();
                try {
                    assertTrue(goOn.await(1, TimeUnit.MINUTES));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        try (Network network = network();
                Trainer trainer = new Trainer(network, CONFIG);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<History> first =
                    other.submit(() -> trainer.fit(DATA, FitOptions.none().withListener(waiting)));
            assertTrue(isTraining.await(1, TimeUnit.MINUTES));
            requireRefused(assertThrows(IllegalStateException.class, () -> trainer.fit(DATA)));
            goOn.countDown();
            assertEquals(3, first.get().epochs().size());
            // Afterwards any thread may train.
            assertEquals(3, trainer.fit(DATA).epochs().size());
        }
    }

    @Test
    void aListenerCannotTrain() {
        try (Network network = network();
                Trainer trainer = new Trainer(network, CONFIG)) {
            TrainingListener training = new TrainingListener() {
                @Override
                public void onEpoch(EpochMetrics metrics) {
                    trainer.fit(DATA);
                }
            };
            requireRefused(assertThrows(
                    IllegalStateException.class,
                    () -> trainer.fit(DATA, FitOptions.none().withListener(training))));
            assertEquals(3, trainer.fit(DATA).epochs().size());
        }
    }

    /** Before the first step, not after the first epoch. */
    @ParameterizedTest
    @ValueSource(strings = {"roc_auc", "log_loss", "accuracy"})
    void metricsOfOtherPredictionsAreRefusedBeforeTraining(String name) {
        TrainingListener none = new TrainingListener() {
            @Override
            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                throw new AssertionError("a step was made");
            }
        };
        FitOptions options = FitOptions.none().withValidation(DATA).withListener(none);
        try (Network network = network();
                Trainer trainer = new Trainer(network, CONFIG)) {
            for (FitOptions wrong : new FitOptions[] {
                options.withMetrics(Metrics.byName(name)),
                options.withEarlyStopping(EarlyStopping.of(Monitor.metric(Metrics.byName(name)), 2))
            }) {
                IllegalArgumentException refused =
                        assertThrows(IllegalArgumentException.class, () -> trainer.fit(DATA, wrong));
                String message = String.valueOf(refused.getMessage());
                assertTrue(
                        message.startsWith("the metric " + name + " cannot be computed from the values")
                                && message.contains("mean_squared_error")
                                && message.contains("r2"),
                        message);
            }
        }
    }
}
