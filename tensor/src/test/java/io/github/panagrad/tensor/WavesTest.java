package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.ops.Waves;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cosines and sines of numbers times frequencies, against series of 40 digits and the formulas. */
class WavesTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1}, new int[] {3, 13}, new int[] {13, 17}, new int[] {64, 16}, new int[] {5, 207}, new int[] {
                2, 1031
            });

    private static final MathContext DIGITS = new MathContext(40);
    private static final BigDecimal TURN =
            new BigDecimal("3.14159265358979323846264338327950288419716939937510582").multiply(BigDecimal.TWO);

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    /** Returns sin(2πx), or from another start cos(2πx), by its series, after whole turns. */
    private static BigDecimal series(double turns, boolean isCosine) {
        BigDecimal x = new BigDecimal(turns).remainder(BigDecimal.ONE).multiply(TURN, DIGITS);
        BigDecimal square = x.multiply(x, DIGITS).negate();
        BigDecimal term = isCosine ? BigDecimal.ONE : x;
        BigDecimal sum = term;
        for (int k = isCosine ? 1 : 2; k < 90; k += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(k * (k + 1L)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    /** One frequency is 1, so that the numbers are the turns themselves. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void cosinesAndSinesAreAsExactAsStated(KernelSet set) {
        SplittableRandom random = new SplittableRandom(3);
        int n = 37;
        Tensor samples = slab.allocate(set.dtype(), 1, 1);
        Tensor turns = slab.allocate(set.dtype(), 1, n);
        Tensor cosines = slab.allocate(set.dtype(), 1, n);
        Tensor sines = slab.allocate(set.dtype(), 1, n);
        samples.fill(1);
        double worst = 0;
        for (double range : new double[] {0.001, 0.25, 0.5, 1, 10, 1000, 1e5}) {
            for (int round = 0; round < 20; round++) {
                for (int c = 0; c < n; c++) {
                    turns.set(0, c, round == 0 ? (c - 18) / 8.0 : random.nextDouble(-range, range));
                }
                set.kernels().waves().waves(samples, 0, turns, null, cosines, sines);
                for (int c = 0; c < n; c++) {
                    double t = turns.get(0, c);
                    double cosine = series(t, true)
                            .subtract(new BigDecimal(cosines.get(0, c)))
                            .doubleValue();
                    double sine = series(t, false)
                            .subtract(new BigDecimal(sines.get(0, c)))
                            .doubleValue();
                    worst = Math.max(worst, Math.max(Math.abs(cosine), Math.abs(sine)));
                }
            }
        }
        assertTrue(worst <= 3 * set.epsilon(), set + " is " + worst / set.epsilon() + " epsilons wrong");
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void numbersTimesFrequenciesAndPhases(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (int i = 0; i < 4; i++) {
                boolean strided = i % 2 == 1;
                Guarded samples =
                        Guarded.of(slab, set.dtype(), shape[0], 3, strided).random(1, 3);
                Guarded frequencies =
                        Guarded.strided(slab, set.dtype(), 1, shape[1]).random(2, 2);
                Guarded phases = Guarded.strided(slab, set.dtype(), 1, shape[1]).random(3, 3);
                Guarded cosines = Guarded.of(slab, set.dtype(), shape[0], shape[1], strided)
                        .filled(Double.NaN);
                Guarded sines = Guarded.of(slab, set.dtype(), shape[0], shape[1], !strided)
                        .filled(Double.NaN);
                Waves waves = set.kernels().waves();
                String what = set + " " + shape[0] + "x" + shape[1];
                waves.waves(
                        samples.tensor(),
                        1,
                        frequencies.tensor(),
                        i < 2 ? null : phases.tensor(),
                        cosines.tensor(),
                        sines.tensor());
                for (int r = 0; r < shape[0]; r++) {
                    for (int c = 0; c < shape[1]; c++) {
                        double angle = 2
                                        * Math.PI
                                        * samples.tensor().get(r, 1)
                                        * frequencies.tensor().get(0, c)
                                + (i < 2 ? 0 : phases.tensor().get(0, c));
                        double near = 8 * set.epsilon() * (1 + 4 * Math.PI * 6);
                        Matrices.assertClose(Math.cos(angle), cosines.tensor().get(r, c), 0, near, what, r, c);
                        Matrices.assertClose(Math.sin(angle), sines.tensor().get(r, c), 0, near, what, r, c);
                    }
                }
                double[][] both = cosines.tensor().toArray();
                waves.waves(
                        samples.tensor(),
                        1,
                        frequencies.tensor(),
                        i < 2 ? null : phases.tensor(),
                        cosines.tensor(),
                        null);
                assertArrayEquals(both, cosines.tensor().toArray());
                for (Guarded guarded : List.of(samples, frequencies, phases, cosines, sines)) {
                    guarded.assertIntact(what);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void gradients(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (int i = 0; i < 4; i++) {
                boolean strided = i % 2 == 1;
                Guarded cosines = Guarded.of(slab, set.dtype(), shape[0], shape[1], strided)
                        .random(1, 1);
                Guarded sines = Guarded.of(slab, set.dtype(), shape[0], shape[1], !strided)
                        .random(2, 1);
                Guarded gradient = Guarded.of(slab, set.dtype(), shape[0], shape[1], strided)
                        .random(3, 1);
                Guarded other = Guarded.of(slab, set.dtype(), shape[0], shape[1], !strided)
                        .random(4, 1);
                double[][] before = gradient.tensor().toArray();
                set.kernels()
                        .waves()
                        .waveGradient(
                                cosines.tensor(), sines.tensor(), gradient.tensor(), i < 2 ? null : other.tensor());
                double[][] expected = new double[shape[0]][shape[1]];
                for (int r = 0; r < shape[0]; r++) {
                    for (int c = 0; c < shape[1]; c++) {
                        expected[r][c] = (i < 2
                                        ? 0
                                        : other.tensor().get(r, c)
                                                * cosines.tensor().get(r, c))
                                - before[r][c] * sines.tensor().get(r, c);
                    }
                }
                String what = set + " " + shape[0] + "x" + shape[1];
                Matrices.assertClose(expected, gradient.tensor(), 0, 4 * set.epsilon(), what);
                for (Guarded guarded : List.of(cosines, sines, gradient, other)) {
                    guarded.assertIntact(what);
                }
            }
        }
    }

    /** So many turns that nothing is left of the position within one; and what is no number stays that. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void hugeNumbersStayWithinOne(KernelSet set) {
        double[] huge = {1e6 + 0.3, 1 << 21, 1 << 22, (1 << 22) + 3, (1 << 23) + 1, 1e9, 3e15, 1e17, 1e30, -1e8, -1e38};
        for (int offset = 0; offset < 20; offset++) {
            Tensor samples = slab.allocate(set.dtype(), 1, 1);
            samples.fill(1);
            Tensor turns = slab.allocate(set.dtype(), 1, huge.length + 20);
            for (int i = 0; i < huge.length; i++) {
                turns.set(0, i + offset, huge[i]);
            }
            turns.set(0, huge.length + offset - 20 < 0 ? huge.length + 19 : 0, Double.NaN);
            Tensor cosines = slab.allocate(set.dtype(), 1, huge.length + 20);
            Tensor sines = slab.allocate(set.dtype(), 1, huge.length + 20);
            set.kernels().waves().waves(samples, 0, turns, null, cosines, sines);
            for (int c = 0; c < turns.columns(); c++) {
                if (Double.isNaN(turns.get(0, c))) {
                    assertEquals(Double.NaN, cosines.get(0, c));
                    assertEquals(Double.NaN, sines.get(0, c));
                    continue;
                }
                double square = Math.pow(cosines.get(0, c), 2) + Math.pow(sines.get(0, c), 2);
                assertEquals(1, square, 16 * set.epsilon(), set + " " + turns.get(0, c));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void whatDoesNotFitIsRefused(KernelSet set) {
        Waves waves = set.kernels().waves();
        Tensor samples = slab.allocate(set.dtype(), 3, 2);
        Tensor row = slab.allocate(set.dtype(), 1, 5);
        Tensor codes = slab.allocate(set.dtype(), 3, 5);
        Refusal.of(() -> waves.waves(samples, 2, row, null, codes, null));
        Refusal.of(() -> waves.waves(samples, -1, row, null, codes, null));
        Refusal.of(() -> waves.waves(samples.rowRange(0, 2), 0, row, null, codes, null));
        Refusal.of(() -> waves.waves(samples, 0, row.columnRange(0, 4), null, codes, null));
        Refusal.of(() -> waves.waves(samples, 0, row, row.columnRange(0, 4), codes, null));
        Refusal.of(() -> waves.waves(samples, 0, row, row, codes, row));
        Refusal.of(() -> waves.waveGradient(codes, row, codes, null));
        Refusal.of(() -> waves.waveGradient(row, codes, codes, null));
        Refusal.of(() -> waves.waveGradient(codes, codes, codes, row));
        DType other = set.dtype() == DType.F32 ? DType.F64 : DType.F32;
        Refusal.of(() -> waves.waves(slab.allocate(other, 3, 2), 0, row, null, codes, null));
    }
}
