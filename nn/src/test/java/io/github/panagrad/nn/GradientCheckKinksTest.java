package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gradient check leaves out, and that wrong gradients are not among it. */
class GradientCheckKinksTest {
    private static final double EPSILON = GradientCheck.DEFAULT_EPSILON;

    /** A network of one weight, whose loss is a function of it. */
    private static GradientCheck.Report check(DoubleUnaryOperator loss, double at, double gradient) {
        NetworkSpec spec = NetworkSpec.inputs(1).output(1, Loss.meanSquaredError());
        try (Network network = new Network(spec, DType.F64, Backend.JAVA)) {
            Parameter weight = network.parameters().getFirst();
            network.get(weight).set(0, 0, at);
            return GradientCheck.run(
                    network,
                    Map.of(weight, new double[][] {{gradient}}),
                    () -> loss.applyAsDouble(network.get(weight).get(0, 0)),
                    EPSILON);
        }
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                0.02,
                0.1,
                0.2,
                0.25,
                0.3333333,
                0.42,
                0.5,
                0.7,
                0.9,
                -0.02,
                -0.1,
                -0.25,
                -0.3333333,
                -0.5,
                -0.9
            })
    void aJumpOfSlopeOrCurvatureIsAKink(double distance) {
        double at = distance * EPSILON;
        double slope = at > 0 ? 1 : 0;
        assertEquals(
                1,
                check(x -> Math.max(x, 0) + 2 * x + x * x, at, slope + 2 + 2 * at)
                        .kinks());
        assertEquals(
                1,
                check(x -> 3 * x * Math.max(x, 0) + x, at, 6 * Math.max(at, 0) + 1)
                        .kinks());
    }

    @Test
    void thereIsNoKinkFartherAwayThanEpsilon() {
        GradientCheck.Report report = check(x -> Math.max(x, 0) + 2 * x + x * x, 1.001 * EPSILON, 3 + 2.002 * EPSILON);
        assertEquals(0, report.kinks());
        report.assertBelow(GradientCheck.TOLERANCE);
    }

    @Test
    void aSmoothLossHasNoKinksHoweverWrongTheGradientIs() {
        for (double wrong : new double[] {0, 1e-6, 1, 1e6, -3}) {
            GradientCheck.Report report = check(x -> Math.exp(3 * x) + Math.sin(5 * x), 0.4, wrong);
            assertEquals(0, report.kinks());
            assertFalse(report.isBelow(GradientCheck.TOLERANCE), report::toString);
        }
    }

    /** The loss is known to 1e-15 or so, its differences to 1e-10, and 1e-7 of the slope is 1e-11. */
    @Test
    void aSmallSlopeOfALargeLossIsSeenFromFartherAway() {
        double slope = 3e-4;
        for (int i = 0; i < 50; i++) {
            double at = 0.01 * i;
            double right = slope * Math.cos(at);
            DoubleUnaryOperator loss = x -> 7 + slope * Math.sin(x);
            check(loss, at, right).assertBelow(GradientCheck.TOLERANCE);
            for (double wrong : new double[] {right * (1 + 1e-5), right * (1 - 1e-6), -right, 0}) {
                assertFalse(check(loss, at, wrong).isBelow(GradientCheck.TOLERANCE), "wrong by " + (wrong - right));
            }
        }
    }

    @Test
    void aTensorThatIsLeftOutDoesNotPass() {
        GradientCheck.Report report = check(Math::abs, 0.1 * EPSILON, 1);
        assertEquals(1, report.kinks());
        assertTrue(report.hasTooManyKinks());
        AssertionError error = assertThrows(AssertionError.class, () -> report.assertBelow(GradientCheck.TOLERANCE));
        assertTrue(String.valueOf(error.getMessage()).contains("without 1 next to a kink"));
    }

    @Test
    void fewMayBeLeftOut() {
        assertFalse(report(20, 3).hasTooManyKinks());
        assertTrue(report(20, 4).hasTooManyKinks());
        assertFalse(report(100, 5).hasTooManyKinks());
        assertTrue(report(100, 6).hasTooManyKinks());
    }

    private static GradientCheck.Report report(int parameters, int kinks) {
        return new GradientCheck.Report(
                List.of(new GradientCheck.Entry("layers.0.weight", parameters, 0, kinks)), 0, EPSILON);
    }

    /** A unit that is about to be switched on for one row: what moves it is left out, and the rest is compared. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void aPreActivationNextToZeroIsLeftOut(Backend backend) {
        NetworkSpec spec = Networks.spec(5, new int[] {31}, List.of(Activation.relu()), 0, 3, Loss.meanSquaredError());
        double[][] x = Networks.normals(11, 5, 4);
        try (Network network = Networks.random(spec, DType.F64, backend, 3)) {
            double product = 0;
            for (int c = 0; c < 5; c++) {
                product += x[2][c] * network.weights(0).get(6, c);
            }
            network.biases(0).set(0, 6, 1e-6 - product);
            Dataset batch = Dataset.of(x, Networks.normals(11, 3, 5));
            GradientCheck.Report report = GradientCheck.run(network, batch, 0);
            report.assertBelow(GradientCheck.TOLERANCE);
            assertEquals(1, report.entries().get(1).kinks(), report::toString);
            assertTrue(report.kinks() > 1 && report.kinks() <= 6, report::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aWrongPenaltyIsFound(Backend backend) {
        NetworkSpec spec = Networks.spec(5, new int[] {7}, List.of(Activation.relu()), 0, 3, Loss.hinge());
        Dataset batch = Networks.batch(11, 5, 3, Loss.hinge(), 17);
        for (Regularizer penalty : List.of(new Regularizer.L1(0.3001), new Regularizer.L2(0.3001))) {
            Regularizer right = Regularizer.choices().parse(penalty.name(), Map.of("lambda", 0.3));
            try (Network network = Networks.random(spec, DType.F64, backend, 3);
                    Backpropagation wrong = new Backpropagation(network, batch, List.of(penalty));
                    Backpropagation loss = new Backpropagation(network, batch, List.of(right))) {
                GradientCheck.Report report =
                        GradientCheck.run(network, GradientCheck.gradients(network, wrong), loss::loss, EPSILON);
                assertEquals(0, report.kinks());
                assertFalse(report.isBelow(GradientCheck.TOLERANCE), report::toString);
            }
        }
    }

    static Stream<Arguments> networks() {
        List<Arguments> cases = new ArrayList<>();
        for (Activation activation : Activation.choices().all()) {
            for (Loss loss : Loss.choices().all()) {
                cases.add(Arguments.of(activation, loss));
            }
        }
        return cases.stream();
    }

    /** One number of one tensor is off by 1e-5 of the tensor's size: each time it is reported, and no kink hides it. */
    @ParameterizedTest
    @MethodSource("networks")
    void oneWrongNumberIsFound(Activation activation, Loss loss) {
        NetworkSpec spec = Networks.spec(5, new int[] {7, 5}, List.of(activation), 0, 3, loss);
        Dataset batch = Networks.batch(11, 5, 3, loss, 17);
        List<Regularizer> penalties = List.of(new Regularizer.L1(0.3), new Regularizer.L2(0.7));
        try (Network network = Networks.random(spec, DType.F64, Backend.JAVA, 3);
                Backpropagation backpropagation = new Backpropagation(network, batch, penalties)) {
            Map<Parameter, double[][]> gradients = GradientCheck.gradients(network, backpropagation);
            GradientCheck.run(network, gradients, backpropagation::loss, EPSILON)
                    .assertBelow(GradientCheck.TOLERANCE);
            for (Parameter parameter : gradients.keySet()) {
                double[][] gradient = gradients.get(parameter);
                double size = Math.sqrt(Stream.of(gradient)
                        .flatMapToDouble(java.util.Arrays::stream)
                        .map(g -> g * g)
                        .sum());
                double right = gradient[0][0];
                gradient[0][0] = right + 1e-5 * size + 1e-9;
                GradientCheck.Report report =
                        GradientCheck.run(network, Map.of(parameter, gradient), backpropagation::loss, EPSILON);
                gradient[0][0] = right;
                assertFalse(report.isBelow(GradientCheck.TOLERANCE), report::toString);
            }
        }
    }
}
