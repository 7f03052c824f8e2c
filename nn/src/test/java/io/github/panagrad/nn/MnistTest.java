package io.github.panagrad.nn;

import static io.github.panagrad.nn.golden.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.IdxFolder;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real digits: both backends take the same path, and a short training gets far. */
class MnistTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(784)
            .dense(512, Activation.relu())
            .dense(256, Activation.relu())
            .output(10, Loss.softmaxCrossEntropy());

    /** Of 200 test digits after ten epochs of 800. */
    private static final double SMALL_ACCURACY = 0.85;

    /** Of 10,000 test digits after one epoch of 60,000. */
    private static final double FULL_ACCURACY = 0.95;

    @ParameterizedTest
    @EnumSource(DType.class)
    void twentyStepsOnBothBackends(DType dtype) {
        twentySteps(dtype, IdxFolder.read(RealData.small("mnist")).training(), 40);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void twentyStepsOfTheFullSetOnBothBackends(DType dtype) {
        Dataset training = IdxFolder.read(RealData.full("mnist")).training();
        twentySteps(dtype, training.subset(IntStream.range(0, 20 * 128).toArray()), 128);
    }

    private static void twentySteps(DType dtype, Dataset training, int batchSize) {
        TrainingConfig config = TrainingConfig.defaults().withEpochs(1).withBatchSize(batchSize);
        try (Network nativeNetwork = Network.create(SPEC, dtype, Backend.NATIVE, Initializer.he(), 42);
                Network javaNetwork = Network.create(SPEC, dtype, Backend.JAVA, Initializer.he(), 42);
                Trainer nativeTrainer = new Trainer(nativeNetwork, config);
                Trainer javaTrainer = new Trainer(javaNetwork, config)) {
            assertEquals(20, nativeTrainer.fit(training).steps());
            assertEquals(20, javaTrainer.fit(training).steps());
            double tolerance = dtype == DType.F64 ? 1e-10 : 1e-4;
            for (int l = 0; l < SPEC.layers(); l++) {
                assertRelative(
                        "W" + l,
                        javaNetwork.weights(l).toArray(),
                        nativeNetwork.weights(l).toArray(),
                        tolerance);
                assertRelative(
                        "b" + l,
                        javaNetwork.biases(l).toArray(),
                        nativeNetwork.biases(l).toArray(),
                        tolerance);
            }
        }
    }

    /** Compares norms: {@code ‖a − b‖ / ‖a‖}. */
    private static void assertRelative(String what, double[][] expected, double[][] actual, double tolerance) {
        double size = 0;
        double difference = 0;
        for (int r = 0; r < expected.length; r++) {
            for (int c = 0; c < expected[r].length; c++) {
                size += expected[r][c] * expected[r][c];
                difference += (expected[r][c] - actual[r][c]) * (expected[r][c] - actual[r][c]);
            }
        }
        double error = Math.sqrt(difference / size);
        assertTrue(error < tolerance, what + " differs by " + error);
    }

    @Test
    void trainedThenSavedAndLoaded(@TempDir Path folder) throws IOException {
        TrainingConfig config = TrainingConfig.defaults().withEpochs(10).withBatchSize(40);
        trainSaveAndLoad(IdxFolder.read(RealData.small("mnist")), config, SMALL_ACCURACY, folder);
    }

    @Test
    void oneEpochOfTheFullSetThenSavedAndLoaded(@TempDir Path folder) throws IOException {
        TrainingConfig config = TrainingConfig.defaults().withEpochs(1);
        trainSaveAndLoad(IdxFolder.read(RealData.full("mnist")), config, FULL_ACCURACY, folder);
    }

    private static void trainSaveAndLoad(IdxFolder digits, TrainingConfig config, double accuracy, Path folder)
            throws IOException {
        Dataset test = digits.test().orElseThrow();
        Path file = folder.resolve("mnist.safetensors");
        Evaluation trained;
        try (Network network = Network.create(SPEC, DType.F32, Backend.NATIVE, Initializer.he(), 42);
                Trainer trainer = new Trainer(network, config)) {
            History history = trainer.fit(digits.training(), test, TrainingListener.NONE);
            assertTrue(history.last().validationAccuracy() > accuracy, () -> "accuracy " + history.last());
            trained = new Evaluation(
                    history.last().validationLoss(), history.last().validationAccuracy(), test.size());
            ModelFile.save(file, network, Map.of());
        }
        for (int threads = 1; threads <= 3; threads++) {
            try (Network network = ModelFile.load(file, Backend.NATIVE);
                    Evaluator evaluator = new Evaluator(network, threads)) {
                assertEquals(trained, evaluator.evaluate(test), "to the last bit, by " + threads + " threads");
            }
        }
        try (Network network = ModelFile.load(file, Backend.JAVA);
                Evaluator evaluator = new Evaluator(network, 2)) {
            assertClose("loss", trained.loss(), evaluator.evaluate(test).loss(), 1e-5);
        }
    }
}
