package io.github.panagrad.nn.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Arithmetic;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Large embeddings are divided between threads, and every bit is that of adding up row by row and updating the whole. */
class EmbeddingStepTest {
    private static final int ROWS = 97;

    /** Numbers before, between and after the embedded columns; one table is divided, the other is small. */
    private static final Architecture SPEC = new Architecture(
            7,
            List.of(new EmbeddingTable(2, 9001, 17), new EmbeddingTable(5, 3, 4)),
            0,
            List.of(
                    new DenseLayer(26, 8, Activation.tanh(), new Standardization.None(), 0, 0, MemberAdapters.NONE),
                    new DenseLayer(8, 2, Activation.identity(), new Standardization.None(), 0, 0, MemberAdapters.NONE)),
            new SquaredError());

    private record SquaredError() implements BatchLoss {
        @Override
        public boolean takesLabels() {
            return false;
        }

        @Override
        public double divisor(int rows, int outputs) {
            return (double) rows * outputs;
        }

        @Override
        public void apply(
                Kernels kernels, Tensor logits, TargetBlock targets, double divisor, Tensor delta, LossSum sum) {
            kernels.losses().squaredError(logits, targets.values(), targets.weights(), 2 / divisor, delta, sum);
        }

        @Override
        public void predict(Kernels kernels, Tensor logits) {}
    }

    private static Parameters random(Arithmetic arithmetic) {
        Parameters parameters = new Parameters(SPEC, Kernels.of(arithmetic.backend(), arithmetic.dtype()));
        for (int p = 0; p < parameters.tensors().size(); p++) {
            Tensor tensor = parameters.tensors().get(p);
            tensor.copyFrom(normals(tensor.rows(), tensor.columns(), 100 + p));
        }
        return parameters;
    }

    private static double[][] normals(int rows, int columns, long seed) {
        RandomKey key = RandomKey.of(seed);
        double[][] x = new double[rows][columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                x[r][c] = key.normal((long) r * columns + c);
            }
        }
        return x;
    }

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static double[][] samples() {
        double[][] x = normals(ROWS, 7, 1);
        RandomKey key = RandomKey.of(5);
        for (int r = 0; r < ROWS; r++) {
            // The first and the last vector, several rows with the same, and some of the middle.
            int[] categories = {0, 9000, 4500, key.below(r, 9001)};
            x[r][2] = categories[r % 4];
            x[r][5] = key.below(1000 + r, 3);
        }
        return x;
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void featuresAreNumbersThenVectors(Arithmetic arithmetic) {
        double[][] x = samples();
        try (Parameters network = random(arithmetic);
                Workspace workspace =
                        new Workspace(network, network.architecture(), StepPlan.forThreads(SPEC, ROWS, 1))) {
            Tensor columns = Objects.requireNonNull(workspace.columns);
            columns.copyFrom(x);
            new NumberColumns(SPEC).copy(columns, workspace.features);
            for (int e = 0; e < 2; e++) {
                StepPlan.Block stretch = SPEC.stretch(e);
                workspace
                        .embeddings[e]
                        .part(new PartViews(
                                new StepPlan.Shard(0, ROWS),
                                0,
                                new StepPlan.Block(0, stretch.to() - stretch.from()),
                                true,
                                columns,
                                workspace.features.columnRange(stretch.from(), stretch.to()),
                                Objects.requireNonNull(workspace.featureDelta)
                                        .columnRange(stretch.from(), stretch.to()),
                                null))
                        .forward();
            }
            for (int r = 0; r < ROWS; r++) {
                double[] expected = new double[26];
                int[] numbers = {0, 1, 3, 4, 6};
                for (int i = 0; i < numbers.length; i++) {
                    expected[i] = columns.get(r, numbers[i]);
                }
                for (int i = 0; i < 17; i++) {
                    expected[5 + i] = network.tensors().get(0).get((int) x[r][2], i);
                }
                for (int i = 0; i < 4; i++) {
                    expected[22 + i] = network.tensors().get(1).get((int) x[r][5], i);
                }
                assertArrayEquals(expected, workspace.features.toArray()[r]);
            }
        }
    }

    /** The sums of one table, cut into parts, are those of a loop over rows, rounded after each addition. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void gradientsAreAddedUpInTheOrderOfTheRows(Arithmetic arithmetic) {
        double[][] x = samples();
        try (Parameters network = random(arithmetic);
                Workspace workspace =
                        new Workspace(network, network.architecture(), StepPlan.forThreads(SPEC, ROWS, 1));
                OptimizerState gradients = new OptimizerState(SPEC, arithmetic.dtype(), 1)) {
            Tensor columns = Objects.requireNonNull(workspace.columns);
            Tensor delta = Objects.requireNonNull(workspace.featureDelta);
            columns.copyFrom(x);
            delta.copyFrom(normals(ROWS, 26, 2));
            Tensor gradient = gradients.of(0)[0];
            gradient.fill(3);
            for (int[] part : new int[][] {{0, 1}, {1, 4500}, {4500, 9000}, {9000, 9001}}) {
                workspace
                        .embeddings[0]
                        .gradient(
                                0,
                                new GradientViews(
                                        0,
                                        1,
                                        0,
                                        new StepPlan.Block(0, 17),
                                        new StepPlan.Block(part[0], part[1]),
                                        columns,
                                        delta.columnRange(5, 22)))
                        .write(gradient.rowRange(part[0], part[1]));
            }
            double[][] expected = new double[9001][17];
            for (int r = 0; r < ROWS; r++) {
                for (int i = 0; i < 17; i++) {
                    double sum = expected[(int) x[r][2]][i] + delta.get(r, 5 + i);
                    expected[(int) x[r][2]][i] = arithmetic.dtype() == DType.F32 ? (float) sum : sum;
                }
            }
            assertTrue(Arrays.deepEquals(expected, gradient.toArray()));
        }
    }

    /** Trains a few steps with embeddings that are divided or not, and returns all parameters. */
    private static double[][][] trained(Arithmetic arithmetic, int threads, boolean divides, int steps) {
        try (Parameters network = random(arithmetic);
                WorkerTeam team = new WorkerTeam(threads)) {
            // A penalty that is next to nothing needs the sum over a whole table, and changes no bit.
            Penalty penalty = divides
                    ? new Penalty(0, 0, 1e-3, Double.POSITIVE_INFINITY)
                    : new Penalty(0, Double.MIN_VALUE, 1e-3, Double.POSITIVE_INFINITY);
            Dataset data = Dataset.of(samples(), normals(ROWS, 2, 9));
            try (TrainingStep step = new TrainingStep(
                    network,
                    team,
                    () -> Optimizer.adam().rule(arithmetic.backend(), arithmetic.dtype()),
                    ParameterFactors.none(),
                    2,
                    penalty,
                    GradientClipping.none(),
                    ROWS,
                    rows -> StepPlan.fixed(SPEC, rows))) {
                step.bind(data, data.rows());
                for (int s = 1; s <= steps; s++) {
                    step.run(0, ROWS, s, 0.01);
                }
            }
            return network.tensors().stream().map(Tensor::toArray).toArray(double[][][]::new);
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void dividedOrNotTheBitsAreTheSame(Arithmetic arithmetic) {
        double[][][] whole = trained(arithmetic, 1, false, 5);
        for (int threads : List.of(1, 2, 4)) {
            assertTrue(Arrays.deepEquals(whole, trained(arithmetic, threads, true, 5)), threads + " threads");
        }
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void aLargeEmbeddingIsSeveralItems(Arithmetic arithmetic) {
        for (boolean divides : new boolean[] {true, false}) {
            try (Parameters network = random(arithmetic);
                    Workspace workspace = new Workspace(network, network.architecture(), StepPlan.fixed(SPEC, ROWS));
                    OptimizerState state = new OptimizerState(SPEC, arithmetic.dtype(), 2);
                    KeptGradients kept = new KeptGradients(SPEC, arithmetic.dtype(), parameter -> true);
                    OptimizerState others = new OptimizerState(SPEC, arithmetic.dtype(), 0)) {
                StepPlan plan = StepPlan.fixed(SPEC, ROWS);
                try (TileScratch scratch = new TileScratch(SPEC, arithmetic.dtype(), plan.tiles(), 2, 1)) {
                    List<UpdateItem> items = new UpdateItems(
                                    network,
                                    network.architecture(),
                                    workspace,
                                    state,
                                    scratch,
                                    kept,
                                    others,
                                    2,
                                    divides)
                            .of(plan);
                    List<GradientSlice> slices = items.stream()
                            .flatMap(item -> Arrays.stream(item.slices()))
                            .filter(slice -> slice.number == 0)
                            .toList();
                    assertEquals(divides ? 9001 * 17 / (1 << 15) : 1, slices.size());
                    assertEquals(
                            9001,
                            slices.stream()
                                    .mapToInt(slice -> slice.theta.rows())
                                    .sum());
                }
            }
        }
    }
}
