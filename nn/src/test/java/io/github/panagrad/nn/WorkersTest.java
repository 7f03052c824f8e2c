package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.RowParts;
import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several workers train one network: the bits of one process, whatever their number. */
class WorkersTest {
    private static final int PARTS = 4;

    @TempDir
    Path folder;

    /** What a worker ends with. */
    private record Result(List<double[][]> parameters, History history) {}

    static Stream<Arguments> networks() {
        return Arithmetic.all()
                .flatMap(arithmetic ->
                        LayerNetworks.all().keySet().stream().map(name -> Arguments.of(arithmetic, name)));
    }

    /** Every kind of layer, dropout, penalties and a limit on the norm; the last batch has fewer rows than there are parts. */
    @ParameterizedTest
    @MethodSource("networks")
    void everyNumberOfWorkersTheSameBits(Arithmetic arithmetic, String name) throws Exception {
        NetworkSpec spec = Objects.requireNonNull(LayerNetworks.all().get(name));
        Dataset data = LayerNetworks.data(3 * 21 + 3, 5);
        TrainingConfig config = config().withClipping(new GradientClipping.ByGlobalNorm(0.5));
        List<double[][]> one = alone(spec, arithmetic, config.withThreads(1), data, FitOptions.none())
                .parameters();
        assertSame(
                one,
                alone(spec, arithmetic, config.withThreads(3), data, FitOptions.none())
                        .parameters(),
                "3 threads");
        for (int workers : new int[] {1, 2, 4}) {
            for (Result result : together(workers, spec, arithmetic, config, data, share -> FitOptions.none())) {
                assertSame(one, result.parameters(), workers + " workers");
            }
        }
    }

    /** Members with batches of their own, at the bottom, above embeddings and above a layer. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void membersWithBatchesOfTheirOwn(Arithmetic arithmetic) throws Exception {
        TrainingConfig config = config().withMemberBatches(MemberBatches.OWN);
        Dataset data = LayerNetworks.data(3 * 21 + 3, 5);
        for (String name : List.of("members", "members with everything", "members after a layer")) {
            NetworkSpec spec = Objects.requireNonNull(LayerNetworks.all().get(name));
            List<double[][]> one = alone(spec, arithmetic, config.withThreads(1), data, FitOptions.none())
                    .parameters();
            for (int workers : new int[] {1, 2, 4}) {
                for (Result result : together(workers, spec, arithmetic, config, data, share -> FitOptions.none())) {
                    assertSame(one, result.parameters(), name + ", " + workers + " workers");
                }
            }
        }
    }

    /** A step on all samples is the one of a batch in one part, but for the order of additions. */
    @ParameterizedTest
    @MethodSource("networks")
    void partsHaveTheGradientOfTheWholeBatch(Arithmetic arithmetic, String name) {
        NetworkSpec spec = LayerNetworks.withoutDropout(
                Objects.requireNonNull(LayerNetworks.all().get(name)));
        Dataset data = LayerNetworks.data(45, 5);
        TrainingConfig config = config().withOptimizer(Optimizer.sgd())
                .withLearningRate(0.5)
                .withBatchSize(45)
                .withEpochs(1);
        List<double[][]> parts =
                alone(spec, arithmetic, config, data, FitOptions.none()).parameters();
        List<double[][]> whole = alone(spec, arithmetic, config.withBatchParts(1), data, FitOptions.none())
                .parameters();
        double tolerance = arithmetic.dtype() == DType.F64 ? 1e-10 : 2e-4;
        for (int p = 0; p < whole.size(); p++) {
            for (int r = 0; r < whole.get(p).length; r++) {
                assertArrayEquals(whole.get(p)[r], parts.get(p)[r], tolerance, name + ", parameter " + p);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void evaluationAndEarlyStoppingAreOfAllWorkers(Arithmetic arithmetic) throws Exception {
        NetworkSpec spec = NetworkSpec.inputs(5)
                .dense(new Dense(33, Activation.relu(), 0.2, Normalization.batchNorm(), 0))
                .output(3, Loss.softmaxCrossEntropy());
        Dataset all = Networks.batch(230, 5, 3, Loss.softmaxCrossEntropy(), 6);
        Dataset.Split split = all.split(0.3, 9);
        TrainingConfig config = config().withEpochs(30);
        Function<Dataset, FitOptions> options = validation -> FitOptions.none()
                .withValidation(validation)
                .withMetrics(Metrics.byName("roc_auc"))
                .withEarlyStopping(EarlyStopping.of(Monitor.validationLoss(), 3));
        Result alone = alone(spec, arithmetic, config, split.training(), options.apply(split.validation()));
        assertTrue(alone.history().epochs().size() < 30, "it stops early");
        for (int workers : new int[] {1, 2, 4}) {
            for (Result result : together(
                    workers,
                    spec,
                    arithmetic,
                    config,
                    split.training(),
                    share -> options.apply(share.apply(split.validation())))) {
                assertSame(alone.parameters(), result.parameters(), workers + " workers");
                assertEquals(numbers(alone.history()), numbers(result.history()), workers + " workers");
            }
        }
    }

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static List<List<Double>> numbers(History history) {
        return history.epochs().stream()
                .map(epoch -> Stream.concat(
                                Stream.of(
                                        epoch.trainLoss(),
                                        epoch.trainAccuracy(),
                                        epoch.validationLoss(),
                                        epoch.validationAccuracy()),
                                epoch.metrics().values().stream())
                        .toList())
                .toList();
    }

    /** What two workers began, four go on with, and then one process. */
    @Test
    void checkpointsAreForEveryNumberOfWorkers() throws Exception {
        Arithmetic arithmetic = Arithmetic.all().findFirst().orElseThrow();
        NetworkSpec spec = Objects.requireNonNull(LayerNetworks.all().get("everything"));
        Dataset data = LayerNetworks.data(97, 5);
        TrainingConfig config = config().withEpochs(6);
        List<double[][]> undisturbed =
                alone(spec, arithmetic, config, data, FitOptions.none()).parameters();
        FitOptions saved = FitOptions.none().withCheckpoints(Checkpoints.in(folder, new Interval.Steps(1)));
        together(2, spec, arithmetic, config.withEpochs(2), data, share -> saved);
        together(4, spec, arithmetic, config.withEpochs(4), data, share -> saved.resumedFrom(latest()));
        assertSame(
                undisturbed,
                alone(spec, arithmetic, config, data, saved.resumedFrom(latest()))
                        .parameters(),
                "resumed twice");
    }

    private Path latest() {
        return CheckpointFile.latest(folder).orElseThrow();
    }

    @Test
    void aWorkerThatIsToStopEndsTheTrainingOfAll() throws Exception {
        Arithmetic arithmetic = Arithmetic.all().findFirst().orElseThrow();
        NetworkSpec spec = NetworkSpec.inputs(4).output(2, Loss.softmaxCrossEntropy());
        Dataset data = Networks.batch(100, 4, 2, Loss.softmaxCrossEntropy(), 6);
        List<GradientExchange> exchanges = ThreadExchange.of(2);
        List<History> histories = inThreads(2, worker -> {
            try (Network network =
                            Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.he(), 11);
                    Trainer trainer = new Trainer(network, config().withEpochs(1000), exchanges.get(worker))) {
                TrainingListener listener = new TrainingListener() {
                    @Override
                    public void onStep(int epoch, long step, long samples, double loss, double rate) {
                        if (worker == 1 && step == 17) {
                            trainer.requestStop();
                        }
                    }
                };
                return trainer.fit(
                        share(data, config(), 2, worker), FitOptions.none().withListener(listener));
            }
        });
        for (History history : histories) {
            assertEquals(Ending.STOP_REQUESTED, history.ending());
            assertEquals(18, history.steps(), "the others learn of it in the next step");
        }
    }

    @Test
    void samplesThatWereNotDealtAreRefused() throws Exception {
        NetworkSpec spec = NetworkSpec.inputs(4).output(2, Loss.softmaxCrossEntropy());
        Dataset data = Networks.batch(100, 4, 2, Loss.softmaxCrossEntropy(), 6);
        List<GradientExchange> exchanges = ThreadExchange.of(2);
        List<String> messages = inThreads(2, worker -> {
            try (Network network = Network.create(
                            spec,
                            DType.F32,
                            Arithmetic.all().findFirst().orElseThrow().backend(),
                            Initializer.he(),
                            11);
                    Trainer trainer = new Trainer(network, config(), exchanges.get(worker))) {
                Dataset uneven =
                        data.subset(IntStream.range(0, worker == 0 ? 30 : 70).toArray());
                return assertThrows(IllegalArgumentException.class, () -> trainer.fit(uneven))
                        .getMessage();
            }
        });
        assertTrue(messages.getFirst().contains("30 training samples, but its parts have"), messages.getFirst());
        assertThrows(
                IllegalArgumentException.class,
                () -> Trainer.parts(TrainingConfig.defaults().withBatchParts(4), 3));
    }

    /** Whatever the order of the samples, each part is a fair draw of them. */
    @Test
    void partsAreFairDraws() {
        int samples = 10_007;
        RowParts parts = new RowParts(samples, 130, 4, 7);
        int[] seen = new int[samples];
        long[] firstHalf = new long[4];
        for (int i = 0; i < samples; i++) {
            long place = parts.placeOf(i);
            seen[(int) place]++;
            assertEquals(i, parts.sampleAt(place));
            int part = parts.partOf(i);
            assertTrue(place >= parts.firstOf(part) && place < parts.firstOf(part + 1));
            if (i < samples / 2) {
                firstHalf[part]++;
            }
        }
        assertTrue(Arrays.stream(seen).allMatch(count -> count == 1), "a permutation");
        for (int part = 0; part < 4; part++) {
            // Four standard deviations of a hypergeometric count.
            assertEquals(
                    0.5 * parts.sizeOf(part),
                    (double) firstHalf[part],
                    4 * Math.sqrt(parts.sizeOf(part) * 0.25 * 0.75));
        }
        assertFalse(parts.equals(new RowParts(samples, 130, 4, 8)));
        assertEquals(samples, parts.firstOf(4));
    }

    @Test
    void aPermutationOfEverySmallNumber() {
        for (int samples = 1; samples < 200; samples++) {
            RowParts parts = new RowParts(samples, 7, 1, samples);
            boolean[] seen = new boolean[samples];
            for (int i = 0; i < samples; i++) {
                int place = (int) parts.placeOf(i);
                assertFalse(seen[place], samples + " samples");
                seen[place] = true;
                assertEquals(0, parts.partOf(i));
            }
        }
    }

    private static TrainingConfig config() {
        return TrainingConfig.defaults()
                .withOptimizer(Optimizer.adam())
                .withLearningRate(0.01)
                .withRegularizers(new Regularizer.L2(0.01), new Regularizer.L1(0.003))
                .withBatchSize(21)
                .withEpochs(3)
                .withReproducible(true)
                .withBatchParts(PARTS);
    }

    private static Result alone(
            NetworkSpec spec, Arithmetic arithmetic, TrainingConfig config, Dataset data, FitOptions options) {
        return train(spec, arithmetic, config, data, options, null);
    }

    private static Result train(
            NetworkSpec spec,
            Arithmetic arithmetic,
            TrainingConfig config,
            Dataset data,
            FitOptions options,
            @Nullable GradientExchange exchange) {
        try (Network network = Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.he(), 11);
                Trainer trainer = new Trainer(network, config, exchange)) {
            History history = trainer.fit(data, options);
            return new Result(
                    network.parameters().stream().map(network::toArray).toList(), history);
        }
    }

    /** Returns what each of several workers ends with. */
    private static List<Result> together(
            int workers,
            NetworkSpec spec,
            Arithmetic arithmetic,
            TrainingConfig config,
            Dataset data,
            Function<Function<Dataset, Dataset>, FitOptions> options)
            throws Exception {
        List<GradientExchange> exchanges = ThreadExchange.of(workers);
        return inThreads(
                workers,
                worker -> train(
                        spec,
                        arithmetic,
                        config.withThreads(1 + worker % 2),
                        share(data, config, workers, worker),
                        options.apply(validation -> validationShare(validation, workers, worker)),
                        exchanges.get(worker)));
    }

    private static <T> List<T> inThreads(int workers, IntFunction<T> task) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<T>> running = new ArrayList<>();
            for (int w = 0; w < workers; w++) {
                int worker = w;
                running.add(threads.submit(() -> task.apply(worker)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Returns the samples of a worker in the order in which they are dealt. */
    private static Dataset share(Dataset data, TrainingConfig config, int workers, int worker) {
        int parts = Trainer.parts(config, workers);
        RowParts dealt = new RowParts(
                data.size(),
                config.optimization().batchSize(),
                parts,
                config.execution().seed());
        long from = dealt.firstOf(worker * parts / workers);
        long to = dealt.firstOf((worker + 1) * parts / workers);
        return data.subset(IntStream.range((int) from, (int) to)
                .map(place -> (int) dealt.sampleAt(place))
                .toArray());
    }

    private static Dataset validationShare(Dataset data, int workers, int worker) {
        int from = RowParts.firstRow(data.size(), worker * PARTS / workers, PARTS);
        int to = RowParts.firstRow(data.size(), (worker + 1) * PARTS / workers, PARTS);
        return data.subset(IntStream.range(from, to).toArray());
    }

    private static void assertSame(List<double[][]> expected, List<double[][]> found, String what) {
        assertEquals(expected.size(), found.size());
        for (int p = 0; p < expected.size(); p++) {
            for (int r = 0; r < expected.get(p).length; r++) {
                assertArrayEquals(expected.get(p)[r], found.get(p)[r], what + ", parameter " + p + ", row " + r);
            }
        }
    }
}
