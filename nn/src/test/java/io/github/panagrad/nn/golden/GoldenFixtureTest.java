package io.github.panagrad.nn.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fixtures read the files whole and the right way round. */
class GoldenFixtureTest {

    static List<GoldenNetwork> networks() {
        return GoldenNetwork.all().toList();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void samplesAreRows(GoldenNetwork network) {
        int m = network.x().length;
        int layers = network.dims().length - 1;
        assertShape(m, network.dims()[0], network.x());
        assertShape(m, network.dims()[layers], network.y());
        assertShape(m, network.dims()[layers], network.output());
        assertEquals(layers, network.preActivations().length);
        assertEquals(layers - 1, network.dropout().kept().length);
        for (int l = 0; l < layers; l++) {
            assertShape(m, network.dims()[l + 1], network.preActivations()[l]);
            assertShape(
                    network.dims()[l + 1],
                    network.dims()[l],
                    network.parameters().weights()[l]);
            assertEquals(network.dims()[l + 1], network.gradients().biases()[l].length);
            if (l < layers - 1) {
                assertEquals(m, network.dropout().kept()[l].length);
                assertEquals(network.dims()[l + 1], network.dropout().kept()[l][0].length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void allFourOptimizersAreThere(GoldenNetwork network) {
        assertEquals(
                List.of("sgd", "momentum", "rmsprop", "adam"),
                network.trajectories().stream()
                        .map(GoldenNetwork.Trajectory::optimizer)
                        .toList());
        network.trajectories().forEach(trajectory -> assertEquals(trajectory.steps(), trajectory.losses().length));
    }

    /** Single figures, copied from the file by hand. */
    @Test
    void figuresAreWhereTheyBelong() {
        GoldenNetwork network = GoldenNetwork.read("two_layer");
        assertEquals(-1.5226704029731744, network.x()[1][0]);
        assertEquals(0.32805243877833300, network.parameters().weights()[0][1][0]);
        assertEquals(0.2522327410749435, network.parameters().biases()[0][1]);
        assertEquals(2.0196396935923118, network.preActivations()[0][1][0]);
        assertEquals(false, network.dropout().kept()[0][3][0]);
        assertEquals(true, network.dropout().kept()[0][3][1]);
        assertEquals(0.2, network.dropout().p(), 1e-15);
        assertEquals(0.7, network.l2().lambda());
        assertEquals(1e-8, network.trajectories().get(3).hyperParameter("eps"));
    }

    @Test
    void schedulesAreTheirFormulas() {
        GoldenSchedules schedules = GoldenSchedules.read();
        GoldenSchedules.Step step = schedules.step();
        GoldenSchedules.Exponential exponential = schedules.exponential();
        GoldenSchedules.Cosine cosine = schedules.cosine();
        assertEquals(51, schedules.epochs().length);
        for (int i = 0; i < schedules.epochs().length; i++) {
            int t = schedules.epochs()[i];
            double byStep = step.lr0() * Math.pow(step.gamma(), Math.floorDiv(t, step.every()));
            double byExponential = exponential.lr0() * Math.exp(-exponential.rate() * t);
            double byCosine =
                    cosine.min() + (cosine.max() - cosine.min()) / 2 * (1 + Math.cos(Math.PI * t / cosine.period()));
            assertEquals(step.values()[i], byStep, 1e-14);
            assertEquals(exponential.values()[i], byExponential, 1e-14);
            assertEquals(cosine.values()[i], byCosine, 1e-14);
        }
    }

    @Test
    void closenessSeesSmallAndMissingFigures() {
        double[] expected = {1, 1e-6};
        Closeness.assertClose("same", expected, new double[] {1, 1e-6}, 1e-12);
        assertThrows(AssertionError.class, () -> Closeness.assertClose("x", expected, new double[] {1, 2e-6}, 1e-12));
        assertThrows(AssertionError.class, () -> Closeness.assertClose("x", expected, new double[] {1, Double.NaN}, 1));
        assertThrows(AssertionError.class, () -> Closeness.assertClose("x", expected, new double[] {1}, 1e-12));
        assertThrows(AssertionError.class, () -> Closeness.assertClose("tiny", 1e-20, 2e-20, 1e-12));
        assertThrows(AssertionError.class, () -> Closeness.assertClose("zero", 0.0, 1e-300, 1e-12));
    }

    private static void assertShape(int rows, int columns, double[][] matrix) {
        assertEquals(rows, matrix.length);
        for (double[] row : matrix) {
            assertEquals(columns, row.length);
        }
    }
}
