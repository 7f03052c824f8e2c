package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Penalty;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.WorkerTeam;
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
    private static final NetworkSpec SPEC = NetworkSpec.inputs(7)
            .embedding(2, 9001, 17)
            .embedding(5, 3, 4)
            .dense(8, Activation.tanh())
            .output(2, Loss.meanSquaredError());

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static double[][] samples() {
        double[][] x = Networks.normals(ROWS, 7, 1);
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
        try (Network network = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 1);
                Workspace workspace = new Workspace(SPEC, arithmetic.dtype(), ROWS, 1, network.kernels())) {
            Tensor columns = Objects.requireNonNull(workspace.columns);
            columns.copyFrom(x);
            network.lookup().forward(columns, workspace.features);
            for (int r = 0; r < ROWS; r++) {
                double[] expected = new double[26];
                int[] numbers = {0, 1, 3, 4, 6};
                for (int i = 0; i < numbers.length; i++) {
                    expected[i] = columns.get(r, numbers[i]);
                }
                for (int i = 0; i < 17; i++) {
                    expected[5 + i] = network.get(Parameter.Kind.EMBEDDING, 0).get((int) x[r][2], i);
                }
                for (int i = 0; i < 4; i++) {
                    expected[22 + i] = network.get(Parameter.Kind.EMBEDDING, 1).get((int) x[r][5], i);
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
        try (Network network = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 1);
                Workspace workspace = new Workspace(SPEC, arithmetic.dtype(), ROWS, 1, network.kernels());
                OptimizerState gradients = new OptimizerState(SPEC, arithmetic.dtype(), 1)) {
            Tensor columns = Objects.requireNonNull(workspace.columns);
            Tensor delta = Objects.requireNonNull(workspace.featureDelta);
            columns.copyFrom(x);
            delta.copyFrom(Networks.normals(ROWS, 26, 2));
            Tensor gradient = gradients.of(network.parameters().getFirst())[0];
            gradient.fill(3);
            for (int[] part : new int[][] {{0, 1}, {1, 4500}, {4500, 9000}, {9000, 9001}}) {
                network.lookup().backward(0, part[0], columns, delta, gradient.rowRange(part[0], part[1]));
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
        try (Network network = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 1);
                WorkerTeam team = new WorkerTeam(threads)) {
            // A penalty that is next to nothing needs the sum over a whole table, and changes no bit.
            Penalty penalty = divides
                    ? new Penalty(0, 0, 1e-3, Double.POSITIVE_INFINITY)
                    : new Penalty(0, Double.MIN_VALUE, 1e-3, Double.POSITIVE_INFINITY);
            Dataset data = Dataset.of(samples(), Networks.normals(ROWS, 2, 9));
            try (TrainingStep step = new TrainingStep(
                    network,
                    team,
                    ((FirstOrder) Optimizer.adam()).rule(network.kernels()),
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
            return network.parameters().stream()
                    .map(parameter -> network.get(parameter).toArray())
                    .toArray(double[][][]::new);
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
            try (Network network = Networks.random(SPEC, arithmetic.dtype(), arithmetic.backend(), 1);
                    Workspace workspace = new Workspace(SPEC, arithmetic.dtype(), ROWS, 4, network.kernels());
                    OptimizerState state = new OptimizerState(SPEC, arithmetic.dtype(), 2);
                    OptimizerState kept = new OptimizerState(SPEC, arithmetic.dtype(), 1)) {
                StepPlan plan = StepPlan.fixed(SPEC, ROWS);
                try (TileScratch scratch = new TileScratch(SPEC, arithmetic.dtype(), plan.tiles(), 2)) {
                    List<UpdateItem> items =
                            new UpdateItems(network, workspace, state, scratch, kept, 2, divides).of(plan);
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
