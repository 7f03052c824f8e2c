package io.github.panagrad.nn.reference;

import static io.github.panagrad.nn.golden.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.nn.golden.GoldenNetwork;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference agrees with the golden values to a relative error of 1e-12, in both senses of
 * {@link io.github.panagrad.nn.golden.Closeness}.
 */
class ReferenceNetworkGoldenTest {
    private static final double TOLERANCE = 1e-12;

    static List<GoldenNetwork> networks() {
        return GoldenNetwork.all().toList();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void forwardLossAndGradients(GoldenNetwork golden) {
        ReferenceNetwork network = network(golden, 0);
        ReferenceNetwork.Pass pass = network.forward(golden.x());
        assertEquals(golden.preActivations().length, pass.preActivations().length);
        for (int l = 0; l < golden.preActivations().length; l++) {
            assertClose("z of layer " + l, golden.preActivations()[l], pass.preActivations()[l], TOLERANCE);
        }
        assertClose("output", golden.output(), pass.output(), TOLERANCE);
        assertClose("loss", golden.loss(), network.loss(golden.x(), golden.y()), TOLERANCE);

        ReferenceNetwork.Gradients gradients = network.backward(golden.x(), golden.y());
        assertClose("loss", golden.loss(), gradients.loss(), TOLERANCE);
        assertClose("gradients", golden.gradients(), gradients.weights(), gradients.biases(), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void l2(GoldenNetwork golden) {
        ReferenceNetwork network = network(golden, golden.l2().lambda());
        ReferenceNetwork.Gradients gradients = network.backward(golden.x(), golden.y());
        assertClose("loss", golden.l2().loss(), gradients.loss(), TOLERANCE);
        assertClose("gradients", golden.l2().gradients(), gradients.weights(), gradients.biases(), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void dropout(GoldenNetwork golden) {
        ReferenceNetwork network = network(golden, 0);
        double[] p = new double[golden.dropout().kept().length];
        Arrays.fill(p, golden.dropout().p());
        ReferenceNetwork.Dropout dropout =
                new ReferenceNetwork.Dropout(p, golden.dropout().kept());
        assertClose(
                "output",
                golden.dropout().output(),
                network.forward(golden.x(), dropout).output(),
                TOLERANCE);
        ReferenceNetwork.Gradients gradients = network.backward(golden.x(), golden.y(), dropout);
        assertClose("loss", golden.dropout().loss(), gradients.loss(), TOLERANCE);
        assertClose("gradients", golden.dropout().gradients(), gradients.weights(), gradients.biases(), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void trajectories(GoldenNetwork golden) {
        for (GoldenNetwork.Trajectory trajectory : golden.trajectories()) {
            ReferenceNetwork network = network(golden, 0);
            ReferenceOptimizer optimizer = optimizer(trajectory);
            double[] losses = new double[trajectory.steps()];
            for (int step = 0; step < losses.length; step++) {
                losses[step] = network.step(golden.x(), golden.y(), optimizer);
            }
            assertClose(trajectory.optimizer() + " losses", trajectory.losses(), losses, TOLERANCE);
            assertClose(trajectory.optimizer(), trajectory.after(), network.weights(), network.biases(), TOLERANCE);
        }
    }

    private static ReferenceNetwork network(GoldenNetwork golden, double lambda) {
        ReferenceActivation hidden = ReferenceActivation.all().stream()
                .filter(activation -> activation.name().equals(golden.hidden()))
                .findFirst()
                .orElseThrow();
        return new ReferenceNetwork(
                golden.parameters().weights(),
                golden.parameters().biases(),
                Collections.nCopies(golden.dims().length - 2, hidden),
                ReferenceLoss.BINARY_CROSS_ENTROPY,
                lambda);
    }

    private static ReferenceOptimizer optimizer(GoldenNetwork.Trajectory trajectory) {
        double learningRate = trajectory.hyperParameter("lr");
        return switch (trajectory.optimizer()) {
            case "sgd" -> ReferenceOptimizer.sgd(learningRate);
            case "momentum" -> ReferenceOptimizer.momentum(learningRate, trajectory.hyperParameter("beta"));
            case "rmsprop" ->
                ReferenceOptimizer.rmsprop(
                        learningRate, trajectory.hyperParameter("beta"), trajectory.hyperParameter("eps"));
            case "adam" ->
                ReferenceOptimizer.adam(
                        learningRate,
                        trajectory.hyperParameter("b1"),
                        trajectory.hyperParameter("b2"),
                        trajectory.hyperParameter("eps"));
            default -> throw new IllegalArgumentException("unknown optimizer " + trajectory.optimizer());
        };
    }
}
