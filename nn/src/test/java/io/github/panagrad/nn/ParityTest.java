package io.github.panagrad.nn;

import static io.github.panagrad.nn.golden.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.reference.ReferenceActivation;
import io.github.panagrad.nn.reference.ReferenceNetwork;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same gradients from every backend as from the reference, which shares no code with them. Where the native library
 * is missing these tests fail.
 */
class ParityTest {
    private static final double L2 = 0.3;
    private static final double DROPOUT = 0.25;

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Arithmetic arithmetic : Arithmetic.all().toList()) {
            for (Activation kind : Activation.choices().all()) {
                // With a share of 1 it is the function alone.
                Activation activation = switch (kind) {
                    case Activation.ParametricSelu _ -> new Activation.ParametricSelu(0.6);
                    case Activation.ParametricMish _ -> new Activation.ParametricMish(0.6);
                    default -> kind;
                };
                for (Loss loss : Networks.losses()) {
                    cases.add(Arguments.of(arithmetic, activation, loss, Division.ROWS));
                    cases.add(Arguments.of(arithmetic, activation, loss, Division.COLUMNS));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradients(Arithmetic arithmetic, Activation activation, Loss loss, Division division) {
        // Widths beside the registers', and more rows than a shard has.
        NetworkSpec spec = Networks.spec(37, new int[] {65, 13}, List.of(activation), DROPOUT, 5, loss);
        Dataset batch = Networks.batch(131, 37, 5, loss, 21);
        try (Network network = Networks.random(spec, arithmetic.dtype(), arithmetic.backend(), 4);
                Backpropagation tested = new Backpropagation(
                        network,
                        batch,
                        Penalty.of(List.of(new Regularizer.L2(L2))),
                        3,
                        rows -> plan(spec, rows, division))) {
            startShares(network, activation);
            double actualLoss = tested.run();
            ReferenceNetwork reference = new ReferenceNetwork(
                    Networks.weights(network),
                    Networks.biases(network),
                    List.of(ReferenceActivation.of(activation), ReferenceActivation.of(activation)),
                    loss.reference(),
                    L2);
            ReferenceNetwork.Dropout dropout = new ReferenceNetwork.Dropout(
                    new double[] {DROPOUT, DROPOUT}, new boolean[][][] {kept(tested, 0), kept(tested, 1)});
            ReferenceNetwork.Gradients expected = reference.backward(features(batch, network), targets(batch), dropout);
            double tolerance = arithmetic.dtype() == DType.F64 ? 1e-12 : 1e-4;
            assertClose("loss", expected.loss(), actualLoss, tolerance);
            for (int l = 0; l < spec.layers(); l++) {
                assertClose(
                        "W" + l, expected.weights()[l], tested.weightGradient(l).toArray(), tolerance);
                assertClose(
                        "b" + l, expected.biases()[l], tested.biasGradient(l).toArray()[0], tolerance);
            }
        }
    }

    /** The reference has the same share for all units. */
    private static void startShares(Network network, Activation activation) {
        if (activation instanceof Activation.Parametric parametric) {
            for (Parameter parameter : network.parameters()) {
                if (parameter.label().equals("share")) {
                    network.get(parameter).fill(parametric.initialShare());
                }
            }
        }
    }

    /** Both ways to divide the first phase, whatever the plan would choose for so small a network. */
    enum Division {
        ROWS,
        COLUMNS
    }

    private static StepPlan plan(NetworkSpec spec, int rows, Division division) {
        StepPlan plan = StepPlan.forThreads(spec.architecture(), rows, 4);
        if (division == Division.ROWS) {
            assertEquals(4, plan.shards().size());
            assertEquals(List.of(), plan.blocks());
            return plan;
        }
        List<List<StepPlan.Block>> blocks = List.of(
                List.of(new StepPlan.Block(0, 64), new StepPlan.Block(64, 65)),
                List.of(new StepPlan.Block(0, 13)),
                List.of(new StepPlan.Block(0, 5)));
        return new StepPlan(rows, plan.shards(), blocks, plan.tiles());
    }

    private static boolean[][] kept(Backpropagation batch, int layer) {
        DropoutMask mask = batch.mask(layer);
        boolean[][] kept = new boolean[mask.rows()][mask.columns()];
        for (int r = 0; r < kept.length; r++) {
            for (int c = 0; c < kept[r].length; c++) {
                kept[r][c] = mask.get(r, c);
            }
        }
        return kept;
    }

    /** The features as the network sees them: in float32 they are rounded. */
    private static double[][] features(Dataset batch, Network network) {
        double[][] x = new double[batch.size()][batch.columns()];
        for (int r = 0; r < x.length; r++) {
            for (int c = 0; c < x[r].length; c++) {
                double value =
                        batch.features().segment().getAtIndex(ValueLayout.JAVA_DOUBLE, (long) r * batch.columns() + c);
                x[r][c] = network.dtype() == DType.F32 ? (float) value : value;
            }
        }
        return x;
    }

    private static double[][] targets(Dataset batch) {
        double[][] y = new double[batch.size()][5];
        for (int r = 0; r < y.length; r++) {
            switch (batch.targets()) {
                case Targets.Labels labels -> y[r][labels.label(r)] = 1;
                case Targets.Values values -> {
                    for (int c = 0; c < 5; c++) {
                        y[r][c] = values.value(r, c);
                    }
                }
            }
        }
        return y;
    }

    /** Twenty steps of training, dropout and L2 included, by both backends. */
    static Stream<Arguments> types() {
        return Stream.of(DType.values()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("types")
    void twentySteps(DType dtype) {
        NetworkSpec spec = NetworkSpec.inputs(19)
                .dense(33, Activation.relu(), 0.2)
                .dense(17, Activation.tanh(), 0.5)
                .output(4, Loss.softmaxCrossEntropy());
        Dataset data = Networks.batch(20 * 41, 19, 4, Loss.softmaxCrossEntropy(), 2);
        TrainingConfig config = TrainingConfig.defaults()
                .withBatchSize(41)
                .withEpochs(1)
                .withL2(0.01)
                .withReproducible(true);
        try (Network nativeNetwork = Network.create(spec, dtype, Backend.NATIVE, Initializer.he(), 9);
                Network javaNetwork = Network.create(spec, dtype, Backend.JAVA, Initializer.he(), 9);
                Trainer nativeTrainer = new Trainer(nativeNetwork, config);
                Trainer javaTrainer = new Trainer(javaNetwork, config)) {
            History nativeHistory = nativeTrainer.fit(data);
            History javaHistory = javaTrainer.fit(data);
            double tolerance = dtype == DType.F64 ? 1e-10 : 1e-4;
            assertClose(
                    "loss", javaHistory.last().trainLoss(), nativeHistory.last().trainLoss(), tolerance);
            for (int l = 0; l < spec.layers(); l++) {
                assertClose("W" + l, Networks.weights(javaNetwork)[l], Networks.weights(nativeNetwork)[l], tolerance);
                assertClose("b" + l, Networks.biases(javaNetwork)[l], Networks.biases(nativeNetwork)[l], tolerance);
            }
        }
    }
}
