package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Members with batches of their own: the loss is the mean of each member's on its batch, the gradients are its derivatives, and an epoch
 * shows each member every sample once.
 */
class MemberBatchesTest {
    private static final int ROWS = 11;
    private static final Penalty PENALTY = Penalty.of(List.of(new Regularizer.L2(0.3)));

    private static Stream<Arguments> of(Stream<String> names) {
        List<Arithmetic> all = Arithmetic.all().toList();
        return names.flatMap(name -> all.stream().map(arithmetic -> Arguments.of(arithmetic, name)));
    }

    static Stream<Arguments> networks() {
        return of(LayerNetworks.all().keySet().stream().filter(name -> members(spec(name)) > 1));
    }

    /** Without what mixes the rows of several members. */
    static Stream<Arguments> separateMembers() {
        return of(LayerNetworks.all().keySet().stream()
                .filter(name -> members(spec(name)) > 1 && !spec(name).toJson().contains("batch_norm")));
    }

    private static NetworkSpec spec(String name) {
        return Objects.requireNonNull(LayerNetworks.all().get(name));
    }

    private static int members(NetworkSpec spec) {
        return spec.architecture().members();
    }

    /** Members of members share the batch of the one that they belong to. */
    private static int batches(NetworkSpec spec) {
        return spec.architecture().withOwnSamples().gatheredPerSample();
    }

    /** Rows of the data for each batch of each sample. */
    private static int[] order(int batches) {
        RandomKey key = RandomKey.of(17);
        return IntStream.range(0, ROWS * batches).map(i -> key.below(i, ROWS)).toArray();
    }

    private static Backpropagation own(
            Network network, Dataset data, int[] order, int threads, IntFunction<StepPlan> planner) {
        Architecture architecture = network.spec().architecture().withOwnSamples();
        return new Backpropagation(network, data, order, architecture, PENALTY, threads, planner);
    }

    private static Backpropagation own(Network network, Dataset data, int[] order) {
        Architecture architecture = network.spec().architecture().withOwnSamples();
        return own(network, data, order, 1, rows -> StepPlan.forThreads(architecture, rows, 1));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAreTheDerivativesOfTheLoss(Arithmetic arithmetic, String name) {
        NetworkSpec spec = spec(name);
        Dataset data = LayerNetworks.data(ROWS, 5);
        if (arithmetic.dtype() != DType.F64) {
            // Against those in float64.
            try (Network exact = Networks.random(spec, DType.F64, arithmetic.backend(), 3);
                    Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 3);
                    Backpropagation expected = own(exact, data, order(batches(spec)));
                    Backpropagation found = own(network, data, order(batches(spec)))) {
                assertEquals(expected.run(), found.run(), 1e-4);
                near(network, expected, found, 1e-3);
            }
            return;
        }
        try (Network network = Networks.random(spec, DType.F64, arithmetic.backend(), 3);
                Backpropagation own = own(network, data, order(batches(spec)))) {
            own.drawMasks(4);
            GradientCheck.run(network, own, GradientCheck.DEFAULT_EPSILON).assertBelow(GradientCheck.TOLERANCE);
        }
    }

    private static void near(Network network, Backpropagation expected, Backpropagation found, double tolerance) {
        for (Parameter parameter : network.parameters()) {
            if (parameter.isTrained()) {
                double[][] gradient = expected.gradient(parameter).toArray();
                for (int r = 0; r < gradient.length; r++) {
                    assertArrayEquals(gradient[r], found.gradient(parameter).toArray()[r], tolerance, parameter.name());
                }
            }
        }
    }

    /** Each member predicts for its own batch what it predicts when all have that batch. */
    @ParameterizedTest
    @MethodSource("separateMembers")
    void eachMemberReadsItsOwnBatch(Arithmetic arithmetic, String name) {
        NetworkSpec spec = LayerNetworks.withoutDropout(spec(name));
        int members = members(spec);
        int batches = batches(spec);
        int[] order = order(batches);
        Dataset data = LayerNetworks.data(ROWS, 5);
        double[][] targets = Networks.normals(ROWS, 3, 6);
        int last = spec.layers() - 1;
        try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 3);
                Backpropagation own = own(network, data, order)) {
            double loss = own.loss();
            double[][] logits = own.outputs(last).toArray();
            double mean = 0;
            for (int member = 0; member < members; member++) {
                int i = member;
                int of = member / (members / batches);
                Dataset batch = data.subset(IntStream.range(0, ROWS)
                        .map(b -> order[b * batches + of])
                        .toArray());
                try (Backpropagation shared = new Backpropagation(
                        network, batch, PENALTY, 1, rows -> StepPlan.forThreads(spec.architecture(), rows, 1))) {
                    shared.loss();
                    double[][] all = shared.outputs(last).toArray();
                    for (int b = 0; b < ROWS; b++) {
                        double[] expected = all[b * members + i];
                        assertArrayEquals(expected, logits[b * members + i], 10 * arithmetic.tolerance(), name);
                        for (int c = 0; c < expected.length; c++) {
                            double error = expected[c] - targets[order[b * batches + of]][c];
                            mean += error * error / (ROWS * members * expected.length);
                        }
                    }
                }
            }
            try (Backpropagation none = new Backpropagation(network, data, List.of());
                    Backpropagation penalised = new Backpropagation(network, data, List.of(new Regularizer.L2(0.3)))) {
                double penalty = penalised.loss() - none.loss();
                assertEquals(mean + penalty, loss, 100 * arithmetic.tolerance(), name);
            }
        }
    }

    /** If all members have the same batch, it makes no difference. */
    @ParameterizedTest
    @MethodSource("networks")
    void equalBatchesAreASharedOne(Arithmetic arithmetic, String name) {
        NetworkSpec spec = LayerNetworks.withoutDropout(spec(name));
        int batches = batches(spec);
        Dataset data = LayerNetworks.data(ROWS, 5);
        int[] repeated =
                IntStream.range(0, ROWS * batches).map(i -> i / batches).toArray();
        try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 3);
                Backpropagation own = own(network, data, repeated);
                Backpropagation shared = new Backpropagation(
                        network, data, PENALTY, 1, rows -> StepPlan.forThreads(spec.architecture(), rows, 1))) {
            double tolerance = arithmetic.dtype() == DType.F64 ? 1e-10 : 1e-3;
            assertEquals(shared.run(), own.run(), tolerance);
            near(network, shared, own, tolerance);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyDivisionHasTheSameGradients(Arithmetic arithmetic, String name) {
        NetworkSpec spec = spec(name);
        Architecture architecture = spec.architecture().withOwnSamples();
        Dataset data = LayerNetworks.data(ROWS, 5);
        int[] order = order(batches(spec));
        List<IntFunction<StepPlan>> plans = List.of(
                rows -> StepPlan.fixed(architecture, rows),
                rows -> StepPlan.forThreads(architecture, rows, 3),
                rows -> new StepPlan(
                        rows,
                        List.of(new StepPlan.Shard(0, 1), new StepPlan.Shard(1, 7), new StepPlan.Shard(7, rows)),
                        StepPlan.forThreads(architecture, rows, 1).blocks(),
                        StepPlan.forThreads(architecture, rows, 1).tiles()));
        double tolerance = arithmetic.dtype() == DType.F64 ? 1e-11 : 1e-3;
        try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 3);
                Backpropagation one = own(network, data, order)) {
            double loss = one.run();
            for (IntFunction<StepPlan> plan : plans) {
                try (Backpropagation divided = own(network, data, order, 3, plan)) {
                    assertEquals(loss, divided.run(), tolerance);
                    near(network, one, divided, tolerance);
                }
            }
        }
    }

    private static TrainingConfig config() {
        return TrainingConfig.defaults()
                .withBatchSize(16)
                .withEpochs(3)
                .withLearningRate(0.01)
                .withMemberBatches(MemberBatches.OWN);
    }

    private static List<double[][]> trained(
            NetworkSpec spec, Arithmetic arithmetic, TrainingConfig config, Dataset data) {
        try (Network network = Network.create(spec, arithmetic.dtype(), arithmetic.backend(), Initializer.he(), 11);
                Trainer trainer = new Trainer(network, config)) {
            trainer.fit(data);
            return network.parameters().stream().map(network::toArray).toList();
        }
    }

    private static boolean areEqual(List<double[][]> a, List<double[][]> b) {
        return IntStream.range(0, a.size()).allMatch(i -> Arrays.deepEquals(a.get(i), b.get(i)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyNumberOfThreadsTheSameBits(Arithmetic arithmetic, String name) {
        NetworkSpec spec = spec(name);
        Dataset data = LayerNetworks.data(53, 7);
        TrainingConfig config = config().withReproducible(true);
        List<double[][]> one = trained(spec, arithmetic, config.withThreads(1), data);
        assertTrue(areEqual(one, trained(spec, arithmetic, config.withThreads(3), data)), name);
        assertFalse(
                areEqual(one, trained(spec, arithmetic, config.withMemberBatches(MemberBatches.SHARED), data)),
                "the batches differ");
    }

    /** With members that share a batch of all samples, and with L-BFGS, the order makes no difference but for rounding, or none at all. */
    @Test
    void onAllSamplesItIsTheSameTraining() {
        NetworkSpec spec = LayerNetworks.withoutDropout(spec("members"));
        Dataset data = LayerNetworks.data(53, 7);
        Arithmetic arithmetic = new Arithmetic(Backend.NATIVE, DType.F64);
        TrainingConfig whole = config().withBatchSize(53);
        List<double[][]> shared = trained(spec, arithmetic, whole.withMemberBatches(MemberBatches.SHARED), data);
        List<double[][]> own = trained(spec, arithmetic, whole, data);
        for (int p = 0; p < shared.size(); p++) {
            for (int r = 0; r < shared.get(p).length; r++) {
                assertArrayEquals(shared.get(p)[r], own.get(p)[r], 1e-9);
            }
        }
        TrainingConfig lbfgs = whole.withOptimizer(Optimizer.choices().parse("lbfgs"));
        assertTrue(areEqual(
                trained(spec, arithmetic, lbfgs.withMemberBatches(MemberBatches.SHARED), data),
                trained(spec, arithmetic, lbfgs, data)));
    }

    @Test
    void withoutMembersItChangesNothing() {
        NetworkSpec spec = spec("embeddings");
        Dataset data = LayerNetworks.data(53, 7);
        Arithmetic arithmetic = new Arithmetic(Backend.NATIVE, DType.F32);
        assertTrue(areEqual(
                trained(spec, arithmetic, config().withMemberBatches(MemberBatches.SHARED), data),
                trained(spec, arithmetic, config(), data)));
    }

    @Test
    void anEpochShowsEachMemberEverySampleOnce() {
        Dataset data = LayerNetworks.data(53, 7).subset(IntStream.range(3, 50).toArray());
        int[] rows = data.rows();
        for (Shuffle shuffle : List.of(Shuffle.rows(), Shuffle.blocks(5, 3), Shuffle.none())) {
            EpochOrder epochOrder = new EpochOrder(shuffle, 4);
            int[] order = epochOrder.allocate(data.size());
            assertEquals(4 * 47, order.length);
            epochOrder.write(data, RandomKey.of(1), order);
            int[][] ofMembers = new int[4][];
            for (int member = 0; member < 4; member++) {
                int i = member;
                ofMembers[i] = IntStream.range(0, 47).map(b -> order[4 * b + i]).toArray();
                assertArrayEquals(
                        Arrays.stream(rows).sorted().toArray(),
                        Arrays.stream(ofMembers[i]).sorted().toArray());
            }
            assertEquals(shuffle.equals(Shuffle.none()), Arrays.equals(ofMembers[0], ofMembers[3]));
        }
    }

    /** The steps of a range test are on such batches, too. */
    @Test
    void aRangeTestHasThemToo() {
        Dataset data = LayerNetworks.data(53, 7);
        try (Network network =
                Network.create(spec("members with everything"), DType.F64, Backend.NATIVE, Initializer.he(), 11)) {
            LearningRateRangeTest own = LearningRateRangeTest.run(network, data, config(), 1e-5, 1e-3, 7);
            LearningRateRangeTest again = LearningRateRangeTest.run(network, data, config(), 1e-5, 1e-3, 7);
            LearningRateRangeTest shared = LearningRateRangeTest.run(
                    network, data, config().withMemberBatches(MemberBatches.SHARED), 1e-5, 1e-3, 7);
            assertEquals(7, own.points().size());
            assertEquals(own, again);
            assertNotEquals(own, shared);
        }
    }

    @Test
    void tooManyRowsOfABatchAreRefused() {
        NetworkSpec spec = NetworkSpec.inputs(1).layer(new MemberScale(1024)).output(1, Loss.meanSquaredError());
        for (MemberBatches batches : MemberBatches.values()) {
            TrainingConfig config = config().withBatchSize(1 << 22).withMemberBatches(batches);
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> MemoryPlan.of(spec, DType.F32, Backend.NATIVE, config, 0));
            assertTrue(String.valueOf(e.getMessage()).contains("4294967296 rows, 1024 members each"), e.getMessage());
        }
    }

    @Test
    void tooManySamplesForTheOrdersAreRefused() {
        NetworkSpec spec = spec("members");
        long most = (Integer.MAX_VALUE - 8) / 3;
        Trainer.requireTrainable(spec, config(), most);
        Trainer.requireTrainable(spec, config().withMemberBatches(MemberBatches.SHARED), most + 1);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Trainer.requireTrainable(spec, config(), most + 1));
        assertTrue(String.valueOf(e.getMessage()).contains("have the members share their batches"), e.getMessage());
        assertEquals(3 * 1000 * 4, MemoryPlan.heapBytes(spec, config(), 1000));
        assertEquals(0, MemoryPlan.heapBytes(spec, config().withMemberBatches(MemberBatches.SHARED), 1000));
    }
}
