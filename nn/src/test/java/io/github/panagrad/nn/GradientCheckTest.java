package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every activation with every loss, plain, with L2, and with dropout, for one to four layers of odd sizes. */
class GradientCheckTest {
    private static final int[][] HIDDEN = {{}, {7}, {13, 5}, {9, 17, 3}};

    /** What is added to the plain network. */
    enum Variant {
        PLAIN(0, 0),
        L2(0.7, 0),
        DROPOUT(0, 0.3),
        L2_AND_DROPOUT(0.7, 0.3);

        final double l2;
        final double dropout;

        Variant(double l2, double dropout) {
            this.l2 = l2;
            this.dropout = dropout;
        }
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            for (Activation activation : Activation.choices().all()) {
                for (Loss loss : Networks.losses()) {
                    for (Variant variant : Variant.values()) {
                        cases.add(Arguments.of(backend, activation, loss, variant));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void belowTolerance(Backend backend, Activation activation, Loss loss, Variant variant) {
        for (int[] hidden : HIDDEN) {
            NetworkSpec spec = Networks.spec(5, hidden, List.of(activation), variant.dropout, 3, loss);
            Dataset batch = Networks.batch(11, 5, 3, loss, 17);
            try (Network network = Networks.random(spec, DType.F64, backend, 3)) {
                GradientCheck.run(network, batch, variant.l2).assertBelow(GradientCheck.TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theTextsForm(Backend backend) {
        for (Activation activation : Activation.choices().all()) {
            NetworkSpec spec = Networks.spec(4, new int[] {5}, List.of(activation), 0, 1, Loss.binaryCrossEntropy());
            Dataset batch = Networks.batch(13, 4, 1, Loss.binaryCrossEntropy(), 5);
            try (Network network = Networks.random(spec, DType.F64, backend, 8)) {
                GradientCheck.Report report = GradientCheck.run(network, batch, 0, GradientCheck.TEXT_EPSILON);
                assertTrue(report.relativeError() < GradientCheck.TOLERANCE, report::toString);
            }
        }
    }

    @Test
    void everyActivationAndLossIsInTheTable() {
        assertEquals(
                kinds(Activation.class).collect(Collectors.toSet()),
                Activation.choices().all().stream().map(Activation::getClass).collect(Collectors.toSet()));
        assertEquals(
                kinds(Loss.class).collect(Collectors.toSet()),
                Loss.choices().all().stream().map(Loss::getClass).collect(Collectors.toSet()));
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return Families.leaves(type);
    }

    @Test
    void theAssertionFailsWithTheReport() {
        GradientCheck.Report failing =
                new GradientCheck.Report(List.of(new GradientCheck.Entry("layers.0.bias", 3, 1e-3, 0)), 1e-3, 1e-5);
        AssertionError error = assertThrows(AssertionError.class, () -> failing.assertBelow(1e-7));
        assertTrue(String.valueOf(error.getMessage()).contains("layers.0.bias"));
        GradientCheck.Report notANumber =
                new GradientCheck.Report(List.of(new GradientCheck.Entry("x", 1, Double.NaN, 0)), 0, 1e-5);
        assertThrows(AssertionError.class, () -> notANumber.assertBelow(1e-7));
    }

    /** A check that cannot fail is none: between two points where the loss bends, the differences must disagree. */
    @Test
    void aDifferenceThatIsTooLargeIsFound() {
        Dataset batch = Networks.batch(11, 5, 3, Loss.softmaxCrossEntropy(), 1);
        NetworkSpec spec =
                Networks.spec(5, new int[] {7}, List.of(Activation.tanh()), 0, 3, Loss.softmaxCrossEntropy());
        try (Network network = Networks.random(spec, DType.F64, Backend.JAVA, 1)) {
            GradientCheck.Report report = GradientCheck.run(network, batch, 0, 0.1);
            assertThrows(AssertionError.class, () -> report.assertBelow(GradientCheck.TOLERANCE));
        }
    }

    @Test
    void parametersAreRestored() {
        Dataset batch = Networks.batch(3, 2, 1, Loss.meanSquaredError(), 1);
        NetworkSpec spec = Networks.spec(2, new int[] {3}, List.of(Activation.tanh()), 0, 1, Loss.meanSquaredError());
        try (Network network = Networks.random(spec, DType.F64, Backend.NATIVE, 1)) {
            double[][] before = network.weights(0).toArray();
            GradientCheck.run(network, batch, 0);
            assertArrayEquals(before, network.weights(0).toArray());
        }
    }

    @Test
    void float32IsRefused() {
        Dataset batch = Networks.batch(3, 2, 1, Loss.meanSquaredError(), 1);
        NetworkSpec spec = NetworkSpec.inputs(2).output(1, Loss.meanSquaredError());
        try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 1)) {
            assertThrows(IllegalArgumentException.class, () -> GradientCheck.run(network, batch, 0));
        }
    }
}
