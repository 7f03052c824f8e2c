package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of every generator. */
class SyntheticDataTest {
    private static final double NOISE = 0.25;

    /** One of each kind; a new generator that is not here fails {@link #leavesNoGeneratorOut}. */
    enum Kind {
        SPIRALS(3) {
            @Override
            SyntheticData of(int samples, double noise) {
                return new Spirals(samples, noise, 3, 1.5);
            }
        },
        MOONS(2) {
            @Override
            SyntheticData of(int samples, double noise) {
                return new Moons(samples, noise);
            }
        },
        CIRCLES(2) {
            @Override
            SyntheticData of(int samples, double noise) {
                return new Circles(samples, noise, 0.5);
            }
        },
        BLOBS(5) {
            @Override
            SyntheticData of(int samples, double noise) {
                return new Blobs(samples, noise, 5, 7);
            }
        };

        final int classes;

        Kind(int classes) {
            this.classes = classes;
        }

        abstract SyntheticData of(int samples, double noise);
    }

    @Test
    void leavesNoGeneratorOut() {
        assertEquals(
                Stream.of(SyntheticData.class.getPermittedSubclasses()).collect(Collectors.toSet()),
                Stream.of(Kind.values()).map(kind -> kind.of(100, 0).getClass()).collect(Collectors.toSet()));
        assertEquals(Kind.values().length, standards().size());
    }

    @ParameterizedTest
    @EnumSource
    void givesInterleavedClassesOfFiniteNumbers(Kind kind) {
        for (int samples : new int[] {kind.classes, 13, 207, 1000}) {
            Dataset data = kind.of(samples, NOISE).generate(samples);
            Targets.Labels labels = (Targets.Labels) data.targets();
            assertEquals(samples, data.size());
            assertEquals(kind.classes, labels.classes());
            assertEquals(Rows.Storage.F64, data.features().storage());
            for (int i = 0; i < samples; i++) {
                assertEquals(i % kind.classes, labels.label(i));
                assertTrue(Arrays.stream(Points.row(data, i)).allMatch(Double::isFinite));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAPureFunctionOfItsValuesAndTheSeed(Kind kind) {
        double[][] points = Points.all(kind.of(207, NOISE).generate(42));
        assertArrayEquals(points, Points.all(kind.of(207, NOISE).generate(42)));
        for (long seed : new long[] {0, 43, -42, Long.MAX_VALUE}) {
            double[][] others = Points.all(kind.of(207, NOISE).generate(seed));
            for (int i = 0; i < points.length; i++) {
                assertNotEquals(points[i][0], others[i][0]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void addsNormalNoiseOfTheGivenDeviation(Kind kind) {
        int samples = 10_007;
        double[][] clean = Points.all(kind.of(samples, 0).generate(7));
        double[][] noisy = Points.all(kind.of(samples, NOISE).generate(7));
        int columns = clean[0].length;
        int count = samples * columns;
        double sum = 0;
        double squares = 0;
        int withinOne = 0;
        double neighbours = 0;
        for (int i = 0; i < samples; i++) {
            for (int c = 0; c < columns; c++) {
                double noise = (noisy[i][c] - clean[i][c]) / NOISE;
                sum += noise;
                squares += noise * noise;
                withinOne += Math.abs(noise) < 1 ? 1 : 0;
                neighbours += c == 0 ? noise * (noisy[i][columns - 1] - clean[i][columns - 1]) / NOISE : 0;
            }
        }
        // Five standard errors each.
        assertEquals(0, sum / count, 5 / Math.sqrt(count));
        assertEquals(1, squares / count, 5 * Math.sqrt(2.0 / count));
        assertEquals(0.6827, (double) withinOne / count, 5 * Math.sqrt(0.6827 * 0.3173 / count));
        assertEquals(0, neighbours / samples, 5 / Math.sqrt(samples));
    }

    static List<SyntheticData> standards() {
        return List.of(SyntheticData.spirals(), SyntheticData.moons(), SyntheticData.circles(), SyntheticData.blobs());
    }

    @ParameterizedTest
    @MethodSource("standards")
    void hasStandardsOfUsefulSize(SyntheticData standard) {
        assertEquals(6000, standard.generate(1).size());
        assertEquals(2, standard.generate(1).columns());
    }

    @ParameterizedTest
    @EnumSource
    void refusesTooFewSamples(Kind kind) {
        for (int samples : new int[] {kind.classes - 1, 0, -1, Integer.MIN_VALUE}) {
            assertEquals(
                    "each of the " + kind.classes + " classes needs at least one sample, but there are " + samples
                            + " samples",
                    assertThrows(IllegalArgumentException.class, () -> kind.of(samples, 0))
                            .getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesNoiseThatIsNoDeviation(double noise) {
        for (Kind kind : Kind.values()) {
            assertEquals(
                    "noise must be finite and not negative, found " + noise,
                    assertThrows(IllegalArgumentException.class, () -> kind.of(100, noise))
                            .getMessage());
        }
    }
}
