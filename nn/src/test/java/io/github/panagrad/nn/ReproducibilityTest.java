package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.GradientClipping;
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
    private static final List<FirstOrder> OPTIMIZERS = Optimizer.firstOrder().all();

    private static final int LONG_EPOCHS = 20;
    private static final int LONG_EPOCH_STEPS = 10;
    private static final long LONG_STEPS = 200;

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

    /** A network with dropout, and whether its fixed plan divides the batch's columns or its rows. */
    record Division(NetworkSpec spec, int batch, boolean byColumns) {
        static Stream<Division> all() {
            NetworkSpec narrow =
                    NetworkSpec.inputs(37).dense(40, Activation.relu(), 0.2).output(3, Loss.softmaxCrossEntropy());
            NetworkSpec wide = NetworkSpec.inputs(200)
                    .dense(256, Activation.relu(), 0.2)
                    .dense(130, Activation.tanh(), 0.4)
                    .output(3, Loss.softmaxCrossEntropy());
            NetworkSpec mixed = NetworkSpec.inputs(37)
                    .inputDropout(0.1)
                    .embedding(3, 4, 5)
                    .dense(new Dense(70, Activation.relu(), 0.2, Normalization.batchNorm(), 0))
                    .dense(new Dense(70, Activation.relu(), 0, Normalization.batchNorm(), 1))
                    .dense(new Dense(33, Activation.tanh(), 0, Normalization.layerNorm(), 0))
                    .output(3, Loss.softmaxCrossEntropy());
            NetworkSpec byRows = NetworkSpec.inputs(37)
                    .dense(new Dense(70, Activation.relu(), 0.2, Normalization.layerNorm(), 0))
                    .dense(new Dense(70, Activation.relu(), 0, Normalization.layerNorm(), 1))
                    .output(3, Loss.softmaxCrossEntropy());
            return Stream.of(
                    new Division(narrow, 128, false),
                    new Division(wide, 40, true),
                    new Division(mixed, 128, true),
                    new Division(byRows, 128, false));
        }

        /** Returns samples; what is embedded holds whole numbers. */
        Dataset data(int rows) {
            double[][] x = Networks.normals(rows, spec.inputs(), 6);
            int[] labels = new int[rows];
            for (int r = 0; r < rows; r++) {
                labels[r] = r * r % spec.outputs();
                for (Layer layer : spec.embeddings()) {
                    if (layer instanceof Embedding(int column, int categories, int _)) {
                        x[r][column] = r % categories;
                    }
                }
            }
            return Dataset.of(x, labels);
        }

        @Override
        public String toString() {
            return spec.widths() + " by " + (byColumns ? "columns" : "rows");
        }
    }

    static Stream<Arguments> divisions() {
        return Arithmetic.all()
                .flatMap(arithmetic -> Division.all().map(division -> Arguments.of(arithmetic, division)));
    }

    /** What differs in one step may vanish in the next, or grow until it shows: a long training decides. */
    @ParameterizedTest
    @MethodSource("divisions")
    void everyNumberOfThreadsTheSameFileAfterManySteps(Arithmetic arithmetic, Division division) throws IOException {
        StepPlan plan = StepPlan.fixed(division.spec.architecture(), division.batch);
        assertEquals(division.byColumns, !plan.blocks().isEmpty(), plan::toString);
        assertTrue(plan.shards().size() > 1 || !plan.blocks().isEmpty(), plan::toString);
        TrainingConfig config = config(Optimizer.adam())
                .withClipping(new GradientClipping.ByGlobalNorm(0.5))
                .withBatchSize(division.batch)
                .withEpochs(LONG_EPOCHS)
                .withReproducible(true);
        // The last batch of an epoch is smaller.
        Dataset data = division.data(division.batch * LONG_EPOCH_STEPS - 11);
        byte[] one = train(arithmetic, division.spec, data, config.withThreads(1), LONG_STEPS);
        for (int threads : new int[] {2, 3, 8}) {
            assertArrayEquals(
                    one,
                    train(arithmetic, division.spec, data, config.withThreads(threads), LONG_STEPS),
                    threads + " threads");
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
        return train(arithmetic, spec, data, config, 12);
    }

    private byte[] train(Arithmetic arithmetic, NetworkSpec spec, Dataset data, TrainingConfig config, long steps)
            throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (Network network = Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.he(), 11);
                Trainer trainer = new Trainer(network, config)) {
            assertEquals(steps, trainer.fit(data).steps());
            ModelFile.save(file, network, Map.of());
        }
        return Files.readAllBytes(file);
    }
}
