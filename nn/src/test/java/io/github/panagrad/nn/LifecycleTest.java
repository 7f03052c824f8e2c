package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One owner, one close: using what was closed throws, closing twice is harmless, and nothing crashes the JVM. */
class LifecycleTest {
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(5).dense(64, Activation.relu(), 0.1).output(3, Loss.softmaxCrossEntropy());

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static Dataset data() {
        return Networks.batch(97, 5, 3, Loss.softmaxCrossEntropy(), 1);
    }

    private static Network network(Arithmetic arithmetic) {
        return Network.create(SPEC, arithmetic.dtype(), arithmetic.backend(), Initializer.he(), 1);
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void aClosedNetworkThrows(Arithmetic arithmetic, @TempDir Path folder) {
        Network network = network(arithmetic);
        Tensor weights = network.weights(0);
        try (Trainer trainer = new Trainer(network, TrainingConfig.defaults());
                Evaluator evaluator = new Evaluator(network, 2);
                Backpropagation batch = new Backpropagation(network, data(), 0)) {
            network.close();
            network.close();
            assertThrows(IllegalStateException.class, () -> weights.get(0, 0));
            assertThrows(IllegalStateException.class, () -> weights.set(0, 0, 1));
            assertThrows(IllegalStateException.class, () -> network.weights(0));
            assertThrows(IllegalStateException.class, () -> network.biases(0));
            assertThrows(IllegalStateException.class, () -> trainer.fit(data()));
            assertThrows(IllegalStateException.class, () -> evaluator.evaluate(data()));
            assertThrows(IllegalStateException.class, () -> evaluator.predict(data()));
            assertThrows(IllegalStateException.class, batch::run);
            assertThrows(IllegalStateException.class, batch::loss);
            assertThrows(IllegalStateException.class, () -> new Trainer(network, TrainingConfig.defaults()));
            assertThrows(IllegalStateException.class, () -> new Backpropagation(network, data(), 0));
            assertThrows(
                    IllegalStateException.class,
                    () -> ModelFile.save(folder.resolve("m.safetensors"), network, Map.of()));
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void closedHelpersThrow(Arithmetic arithmetic) {
        try (Network network = network(arithmetic)) {
            Trainer trainer = new Trainer(network, TrainingConfig.defaults().withThreads(2));
            trainer.close();
            trainer.close();
            assertThrows(IllegalStateException.class, () -> trainer.fit(data()));
            Evaluator evaluator = new Evaluator(network, 2);
            evaluator.evaluate(data());
            evaluator.close();
            evaluator.close();
            assertThrows(IllegalStateException.class, () -> evaluator.evaluate(data()));
            Backpropagation batch = new Backpropagation(network, data(), 0);
            batch.close();
            batch.close();
            assertThrows(IllegalStateException.class, batch::run);
        }
    }

    @Test
    void allMemoryIsGivenBack() {
        long before = Slab.totalBytes();
        for (Arithmetic arithmetic : Arithmetic.all().toList()) {
            try (Network network = network(arithmetic);
                    Trainer trainer =
                            new Trainer(network, TrainingConfig.defaults().withEpochs(1));
                    Evaluator evaluator = new Evaluator(network, 2)) {
                trainer.fit(data(), data(), TrainingListener.NONE);
                evaluator.evaluate(data());
            }
        }
        assertEquals(before, Slab.totalBytes());
    }

    /** Closing while another thread trains either fails or ends the training with an exception. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void closedInMidTraining(Arithmetic arithmetic) throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            Network network = network(arithmetic);
            CountDownLatch running = new CountDownLatch(1);
            AtomicReference<Throwable> ended = new AtomicReference<>(new AssertionError("still running"));
            TrainingConfig config =
                    TrainingConfig.defaults().withThreads(2).withBatchSize(64).withEpochs(1_000_000);
            Thread thread = Thread.ofPlatform().start(() -> {
                try (Trainer trainer = new Trainer(network, config)) {
                    trainer.fit(data(), null, new TrainingListener() {
                        @Override
                        public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                            running.countDown();
                        }
                    });
                } catch (IllegalStateException e) {
                    ended.set(e);
                }
            });
            running.await();
            boolean closed = false;
            while (!closed) {
                try {
                    network.close();
                    closed = true;
                } catch (IllegalStateException e) {
                    // A native call is using the memory at this moment.
                    Thread.onSpinWait();
                }
            }
            thread.join();
            assertEquals(IllegalStateException.class, ended.get().getClass());
        }
    }

    @Test
    void closingIsPossibleInAnyOrder() {
        Network network = network(new Arithmetic(Backend.NATIVE, DType.F32));
        Trainer trainer = new Trainer(network, TrainingConfig.defaults());
        network.close();
        assertDoesNotThrow(trainer::close);
    }
}
