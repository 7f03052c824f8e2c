package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Same seed, same bits: of whole files, with dropout on, again and with other numbers of threads. */
class ReproducibilityTest {
    private static final List<Optimizer> OPTIMIZERS =
            List.of(Optimizer.sgd(), Optimizer.momentum(), Optimizer.rmsProp(), Optimizer.adam());

    @TempDir
    Path folder;

    static Stream<Arguments> cases() {
        return Arithmetic.all()
                .flatMap(arithmetic -> OPTIMIZERS.stream().map(optimizer -> Arguments.of(arithmetic, optimizer)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sameSeedSameFile(Arithmetic arithmetic, Optimizer optimizer) throws IOException {
        TrainingConfig config = config(optimizer).withThreads(2);
        byte[] first = train(arithmetic, config);
        assertArrayEquals(first, train(arithmetic, config));
        assertFalse(Arrays.equals(first, train(arithmetic, config.withSeed(2))), "another seed, another file");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyNumberOfThreadsTheSameFile(Arithmetic arithmetic, Optimizer optimizer) throws IOException {
        TrainingConfig config = config(optimizer).withReproducible(true);
        byte[] one = train(arithmetic, config.withThreads(1));
        for (int threads : new int[] {2, 3, 8}) {
            assertArrayEquals(one, train(arithmetic, config.withThreads(threads)), threads + " threads");
        }
    }

    private static TrainingConfig config(Optimizer optimizer) {
        return TrainingConfig.defaults()
                .withOptimizer(optimizer)
                .withLearningRate(0.003)
                .withL2(0.01)
                .withBatchSize(131)
                .withEpochs(3);
    }

    private byte[] train(Arithmetic arithmetic, TrainingConfig config) throws IOException {
        NetworkSpec spec = NetworkSpec.inputs(9)
                .dense(71, Activation.relu(), 0.2)
                .dense(33, Activation.sigmoid(), 0.4)
                .output(3, Loss.softmaxCrossEntropy());
        Dataset data = Networks.batch(500, 9, 3, Loss.softmaxCrossEntropy(), 6);
        Path file = folder.resolve("model.safetensors");
        try (Network network = Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.he(), 11);
                Trainer trainer = new Trainer(network, config)) {
            trainer.fit(data);
            ModelFile.save(file, network, Map.of());
        }
        return Files.readAllBytes(file);
    }
}
