package io.github.panagrad.nn;

import static io.github.panagrad.nn.golden.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.IdxFolder;
import io.github.panagrad.nn.data.RealData;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
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

    @ParameterizedTest
    @EnumSource(DType.class)
    void twentyStepsOnBothBackends(DType dtype) {
        Dataset training = IdxFolder.read(RealData.mnist()).training();
        Dataset part = training.subset(IntStream.range(0, 20 * 128).toArray());
        TrainingConfig config = TrainingConfig.defaults().withEpochs(1);
        try (Network nativeNetwork = Network.create(SPEC, dtype, Backend.NATIVE, Initializer.he(), 42);
                Network javaNetwork = Network.create(SPEC, dtype, Backend.JAVA, Initializer.he(), 42);
                Trainer nativeTrainer = new Trainer(nativeNetwork, config);
                Trainer javaTrainer = new Trainer(javaNetwork, config)) {
            assertEquals(20, nativeTrainer.fit(part).steps());
            assertEquals(20, javaTrainer.fit(part).steps());
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
    void oneEpochThenSavedAndLoaded(@TempDir Path folder) throws IOException {
        IdxFolder digits = IdxFolder.read(RealData.mnist());
        Dataset test = digits.test().orElseThrow();
        Path file = folder.resolve("mnist.safetensors");
        Evaluation trained;
        try (Network network = Network.create(SPEC, DType.F32, Backend.NATIVE, Initializer.he(), 42);
                Trainer trainer = new Trainer(network, TrainingConfig.defaults().withEpochs(1))) {
            History history = trainer.fit(digits.training(), test, TrainingListener.NONE);
            assertTrue(history.last().validationAccuracy() > 0.95, () -> "accuracy " + history.last());
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
