package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The positions of the points of each generator without noise. */
class SyntheticGeometryTest {
    private static final double TOLERANCE = 1e-14;

    private static List<double[]> ofClass(Dataset data, int label) {
        Targets.Labels labels = (Targets.Labels) data.targets();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            if (labels.label(i) == label) {
                points.add(Points.row(data, i));
            }
        }
        return points;
    }

    private static void assertPoint(double x, double y, double[] point) {
        assertArrayEquals(new double[] {x, y}, point, TOLERANCE);
    }

    private static void assertRefused(String message, Executable code) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
    }

    @Test
    void moonsAreThoseOfScikitLearn() {
        // sklearn.datasets.make_moons(n_samples=10, shuffle=False), from its documented definition.
        Dataset data = new Moons(10, 0).generate(1);
        double half = Math.sqrt(0.5);
        double[][] upper = {{1, 0}, {half, half}, {0, 1}, {-half, half}, {-1, 0}};
        for (int i = 0; i < 5; i++) {
            double[] expected = upper[i];
            assertPoint(expected[0], expected[1], ofClass(data, 0).get(i));
            assertPoint(1 - expected[0], 0.5 - expected[1], ofClass(data, 1).get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 13, 208})
    void moonsAreHalfCircles(int samples) {
        Dataset data = new Moons(samples, 0).generate(1);
        assertEquals((samples + 1) / 2, ofClass(data, 0).size());
        for (double[] p : ofClass(data, 0)) {
            assertEquals(1, Math.hypot(p[0], p[1]), TOLERANCE);
            assertTrue(p[1] >= 0);
        }
        for (double[] p : ofClass(data, 1)) {
            assertEquals(1, Math.hypot(p[0] - 1, p[1] - 0.5), TOLERANCE);
            assertTrue(p[1] <= 0.5);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.8, 0.999})
    void circlesHaveTheirRadiiAndEvenAngles(double factor) {
        for (int samples : new int[] {2, 3, 13, 208}) {
            Dataset data = new Circles(samples, 0, factor).generate(1);
            for (int label = 0; label < 2; label++) {
                double radius = label == 0 ? 1 : factor;
                List<double[]> points = ofClass(data, label);
                assertEquals((samples + 1 - label) / 2, points.size());
                assertPoint(radius, 0, points.getFirst());
                double step = 2 * radius * Math.sin(Math.PI / points.size());
                for (int i = 0; i < points.size(); i++) {
                    double[] p = points.get(i);
                    double[] next = points.get((i + 1) % points.size());
                    assertEquals(radius, Math.hypot(p[0], p[1]), TOLERANCE);
                    assertEquals(points.size() == 1 ? 0 : step, Math.hypot(next[0] - p[0], next[1] - p[1]), TOLERANCE);
                }
            }
        }
    }

    @Test
    void circlesRefuseAFactorThatIsNoInnerRadius() {
        for (double factor : new double[] {1, 1.5, -0.1, Double.NaN}) {
            assertRefused("factor must be in [0, 1), found " + factor, () -> new Circles(10, 0, factor));
        }
    }

    @Test
    void blobsHaveACentreForEachClassInTheBox() {
        Dataset data = new Blobs(1000, 0, 100, 3).generate(5);
        double sum = 0;
        double squares = 0;
        for (int label = 0; label < 100; label++) {
            List<double[]> points = ofClass(data, label);
            for (double[] point : points) {
                assertArrayEquals(points.getFirst(), point);
            }
            for (double coordinate : points.getFirst()) {
                assertTrue(coordinate >= -10 && coordinate < 10);
                sum += coordinate;
                squares += coordinate * coordinate;
            }
        }
        // Uniform in [-10, 10): mean 0, mean square 100/3; five standard errors of 300 numbers.
        assertEquals(0, sum / 300, 5 * Math.sqrt(100.0 / 3 / 300));
        assertEquals(100.0 / 3, squares / 300, 5 * Math.sqrt(10_000 * (1.0 / 5 - 1.0 / 9) / 300));
    }

    @Test
    void blobsKeepTheirCentresWhateverTheNumberOfSamples() {
        double[] few = Points.row(new Blobs(3, 0, 3, 2).generate(9), 2);
        assertArrayEquals(few, Points.row(new Blobs(300, 0, 3, 2).generate(9), 2));
        assertNotEquals(few[0], Points.row(new Blobs(3, 0, 3, 2).generate(10), 2)[0]);
    }

    @Test
    void blobsRefuseSizesBelowOne() {
        assertRefused("the number of classes must be at least 1, found 0", () -> new Blobs(10, 0, 0, 2));
        assertRefused("the number of features must be at least 1, found 0", () -> new Blobs(10, 0, 2, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void spiralsAreTheSameArmTurned(int classes) {
        double turns = 1.25;
        Dataset data = new Spirals(classes * 41, 0, classes, turns).generate(1);
        List<double[]> first = ofClass(data, 0);
        assertPoint(0.1, 0, first.getFirst());
        assertPoint(0, 1, first.getLast());
        double half = 0.55 * Math.sqrt(0.5);
        assertPoint(-half, -half, first.get(20));
        for (int label = 1; label < classes; label++) {
            List<double[]> arm = ofClass(data, label);
            for (int i = 0; i < arm.size(); i++) {
                double[] expected = turned(first.get(i), 2 * Math.PI * label / classes);
                assertPoint(expected[0], expected[1], arm.get(i));
            }
        }
    }

    private static double[] turned(double[] p, double angle) {
        return new double[] {
            p[0] * Math.cos(angle) - p[1] * Math.sin(angle), p[0] * Math.sin(angle) + p[1] * Math.cos(angle)
        };
    }

    @Test
    void spiralsRefuseWhatIsNoSpiral() {
        assertRefused("the number of classes must be at least 2, found 1", () -> new Spirals(10, 0, 1, 1));
        for (double turns : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused("turns must be finite and above 0, found " + turns, () -> new Spirals(10, 0, 2, turns));
        }
    }
}
