package io.github.panagrad.nn.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.nn.data.Moons;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that were each trained without a fold. */
class FoldTrainingTest {
    private static final int FOLDS = 3;

    static Stream<Backend> backends() {
        return Stream.of(Backend.JAVA, Backend.NATIVE);
    }

    private static Dataset data() {
        return new Moons(211, 0.2).generate(3);
    }

    private static Recipe recipe(Backend backend, int epochs, double rate) {
        NetworkSpec spec = NetworkSpec.inputs(2)
                .layer(new MemberScale(2))
                .dense(9, Activation.relu(), 0.1)
                .output(2, Loss.softmaxCrossEntropy());
        return new Recipe(
                "moons",
                (_, seed) -> Network.create(spec, DType.F32, backend, Initializer.he(), seed),
                TrainingConfig.defaults()
                        .withOptimizer(Optimizer.adam())
                        .withLearningRate(rate)
                        .withBatchSize(16)
                        .withEpochs(epochs)
                        .withSeed(7),
                Optional.of(EarlyStopping.of(Monitor.validationLoss(), 3)));
    }

    /** Each sample's prediction is that of the network that has not seen it; for any number of threads. */
    @ParameterizedTest
    @MethodSource("backends")
    void predictionsAreHeldOut(Backend backend) {
        long before = Slab.totalBytes();
        Dataset data = data();
        List<Fold> folds = new KFold(FOLDS, 5).of(data);
        double[][] first = null;
        for (int threads : new int[] {1, 2, 5}) {
            try (FoldTraining training = new FoldTraining(data, data, folds, threads);
                    FoldedNetworks trained = training.train(recipe(backend, 12, 0.01), Optional.empty())
                            .orElseThrow()) {
                assertEquals(FOLDS, trained.networks().size());
                for (int f = 0; f < FOLDS; f++) {
                    Dataset held = folds.get(f).of(data).validation();
                    try (Evaluator evaluator = new Evaluator(trained.networks().get(f), 1)) {
                        double[][] expected = evaluator.predict(held);
                        for (int i = 0; i < expected.length; i++) {
                            assertArrayEquals(
                                    expected[i],
                                    trained.predictions()[folds.get(f).validation()[i]]);
                        }
                        double best = trained.histories().get(f).epochs().stream()
                                .mapToDouble(epoch -> epoch.validationLoss())
                                .min()
                                .orElseThrow();
                        assertEquals(best, evaluator.evaluate(held).loss());
                    }
                }
                first = first == null ? trained.predictions() : first;
                assertArrayEquals(first, trained.predictions(), threads + " threads");
            }
        }
        assertEquals(before, Slab.totalBytes());
    }

    /** The networks can be taken into an ensemble, and closed twice. */
    @Test
    void ensemble() {
        Dataset data = data();
        try (FoldTraining training = new FoldTraining(data, data, new KFold(FOLDS, 5).of(data), 2);
                FoldedNetworks trained = training.train(recipe(Backend.JAVA, 2, 0.01), Optional.empty())
                        .orElseThrow();
                Ensemble ensemble = new Ensemble(trained.networks());
                Evaluator evaluator = new Evaluator(ensemble, 2)) {
            assertTrue(Double.isFinite(evaluator.evaluate(data).loss()));
        }
    }

    @Test
    @Timeout(60)
    void limitOfTime() {
        Dataset data = data();
        try (FoldTraining training = new FoldTraining(data, data, new KFold(FOLDS, 5).of(data), 2);
                FoldedNetworks trained = training.train(
                                new Recipe(
                                        "endless",
                                        recipe(Backend.JAVA, 1, 0.01).maker(),
                                        recipe(Backend.JAVA, Integer.MAX_VALUE, 1e-6)
                                                .config(),
                                        Optional.empty()),
                                Optional.of(Duration.ofMillis(1500)))
                        .orElseThrow()) {
            assertEquals(
                    List.of(Ending.TIME_LIMIT, Ending.TIME_LIMIT, Ending.TIME_LIMIT),
                    trained.histories().stream()
                            .map(history -> history.ending())
                            .toList());
            assertTrue(trained.seconds() > 1.2 && trained.seconds() < 10, () -> String.valueOf(trained.seconds()));
        }
    }

    @Test
    @Timeout(60)
    void stop() throws InterruptedException {
        long before = Slab.totalBytes();
        Dataset data = data();
        try (FoldTraining training = new FoldTraining(data, data, new KFold(FOLDS, 5).of(data), 2)) {
            Thread stopping = Thread.ofPlatform().start(() -> {
                try {
                    Thread.sleep(300);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                training.requestStop();
            });
            Recipe endless = new Recipe(
                    "endless",
                    recipe(Backend.JAVA, 1, 0.01).maker(),
                    recipe(Backend.JAVA, Integer.MAX_VALUE, 1e-6).config(),
                    Optional.empty());
            assertTrue(training.train(endless, Optional.empty()).isEmpty());
            stopping.join();
            assertTrue(
                    training.train(recipe(Backend.JAVA, 1, 0.01), Optional.empty())
                            .isEmpty(),
                    "stopped for good");
        }
        assertEquals(before, Slab.totalBytes());
    }

    /** A recipe that diverges says so, frees everything, and does not keep the next one from being trained. */
    @Test
    void divergence() {
        long before = Slab.totalBytes();
        Dataset data = data();
        try (FoldTraining training = new FoldTraining(data, data, new KFold(FOLDS, 5).of(data), 2)) {
            Recipe wild = new Recipe(
                    "wild",
                    recipe(Backend.JAVA, 1, 0.01).maker(),
                    recipe(Backend.JAVA, 50, 1e30).config().withOptimizer(Optimizer.sgd()),
                    Optional.empty());
            assertThrows(DivergedException.class, () -> training.train(wild, Optional.empty()));
            training.train(recipe(Backend.JAVA, 1, 0.01), Optional.empty())
                    .orElseThrow()
                    .close();
        }
        assertEquals(before, Slab.totalBytes());
    }

    /** Networks that have checkpoints go on from them, and those that are done are not trained again. */
    @Test
    void course(@TempDir Path folder) {
        Dataset data = data();
        List<Fold> folds = new KFold(FOLDS, 5).of(data);
        List<Integer> ended = Collections.synchronizedList(new ArrayList<>());
        List<Long> steps = Collections.synchronizedList(new ArrayList<>());
        FoldTraining.Course saving = new FoldTraining.Course() {
            @Override
            public FitOptions options(FitOptions options, TrainingConfig config, int fold) {
                assertEquals(7 + fold, config.execution().seed());
                Path own = folder.resolve(String.valueOf(fold));
                FitOptions checkpointed = options.withCheckpoints(Checkpoints.in(own, new Interval.Epochs(4)))
                        .withListener(new TrainingListener() {
                            @Override
                            public void onStep(int epoch, long step, long samples, double loss, double learningRate) {
                                steps.add(step);
                            }
                        });
                return CheckpointFile.latest(own).map(checkpointed::resumedFrom).orElse(checkpointed);
            }

            @Override
            public void ended(int fold, History history) {
                ended.add(fold);
            }
        };
        try (FoldTraining training = new FoldTraining(data, data, folds, 2);
                FoldedNetworks plain = training.train(recipe(Backend.JAVA, 9, 0.01), Optional.empty())
                        .orElseThrow();
                FoldedNetworks half = training.train(recipe(Backend.JAVA, 5, 0.01), Optional.empty(), saving)
                        .orElseThrow();
                FoldedNetworks whole = training.train(recipe(Backend.JAVA, 9, 0.01), Optional.empty(), saving)
                        .orElseThrow()) {
            assertEquals(5, half.histories().getFirst().epochs().size(), "a test that goes on");
            assertArrayEquals(plain.predictions(), whole.predictions());
            steps.clear();
            try (FoldedNetworks again = training.train(recipe(Backend.JAVA, 9, 0.01), Optional.empty(), saving)
                    .orElseThrow()) {
                assertArrayEquals(plain.predictions(), again.predictions());
                assertEquals(List.of(), steps);
            }
        }
        Collections.sort(ended);
        assertEquals(List.of(0, 0, 0, 1, 1, 1, 2, 2, 2), ended);
    }

    /** Where a network cannot be trained, no other is begun. */
    @Test
    void whatFailsEndsAll() {
        Dataset data = data();
        List<Integer> begun = new ArrayList<>();
        FoldTraining.Course failing = new FoldTraining.Course() {
            @Override
            public FitOptions options(FitOptions options, TrainingConfig config, int fold) {
                begun.add(fold);
                throw new IllegalStateException("cannot be resumed");
            }
        };
        try (FoldTraining training = new FoldTraining(data, data, new KFold(FOLDS, 5).of(data), 1)) {
            Recipe recipe = recipe(Backend.JAVA, 1, 0.01);
            for (int i = 0; i < 20; i++) {
                begun.clear();
                assertThrows(IllegalStateException.class, () -> training.train(recipe, Optional.empty(), failing));
                assertEquals(List.of(0), begun);
            }
        }
    }
}
