package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.ops.Normalizations;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batch and layer normalisation against loops in double, and their gradients against central differences. */
class NormalizationTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1},
            new int[] {2, 13},
            new int[] {13, 1},
            new int[] {5, 17},
            new int[] {7, 64},
            new int[] {17, 131},
            new int[] {207, 33});
    private static final double EPSILON = 1e-3;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private static double[][] transposed(double[][] x) {
        double[][] y = new double[x[0].length][x.length];
        for (int r = 0; r < x.length; r++) {
            for (int c = 0; c < y.length; c++) {
                y[c][r] = x[r][c];
            }
        }
        return y;
    }

    /** Standardises one run of numbers and multiplies by its scales. */
    private static double[] oracle(double[] z, double[] scales) {
        double mean = 0;
        for (double value : z) {
            mean += value / z.length;
        }
        double variance = 0;
        for (double value : z) {
            variance += (value - mean) * (value - mean) / z.length;
        }
        double[] y = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            y[i] = scales[i] * (z[i] - mean) / Math.sqrt(variance + EPSILON);
        }
        return y;
    }

    private static double[] repeated(double value, int n) {
        double[] values = new double[n];
        java.util.Arrays.fill(values, value);
        return values;
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void columnsAreStandardized(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (boolean strided : new boolean[] {false, true}) {
                Guarded z = Guarded.of(slab, set.dtype(), shape[0], shape[1], strided)
                        .random(1, 3);
                Guarded kept = Guarded.of(slab, set.dtype(), shape[0], shape[1], !strided);
                Guarded mean = Guarded.contiguous(slab, set.dtype(), 1, shape[1]);
                Guarded variance = Guarded.contiguous(slab, set.dtype(), 1, shape[1]);
                Tensor scale = Guarded.contiguous(slab, set.dtype(), 1, shape[1])
                        .random(2, 2)
                        .tensor();
                double[][] before = transposed(z.tensor().toArray());
                Normalizations kernels = set.kernels().normalizations();
                kernels.columnMoments(z.tensor(), mean.tensor(), variance.tensor());
                kernels.standardizeColumns(mean.tensor(), variance.tensor(), EPSILON, scale, z.tensor(), kept.tensor());
                double[][] after = transposed(z.tensor().toArray());
                String what = set + " " + shape[0] + "x" + shape[1];
                for (int c = 0; c < shape[1]; c++) {
                    double[] y = oracle(before[c], repeated(scale.get(0, c), shape[0]));
                    for (int r = 0; r < shape[0]; r++) {
                        Matrices.assertClose(y[r], after[c][r], 0, 300 * shape[0] * set.epsilon(), what, r, c);
                        Matrices.assertClose(
                                after[c][r],
                                kept.tensor().get(r, c) * scale.get(0, c),
                                4 * set.epsilon(),
                                0,
                                what,
                                r,
                                c);
                    }
                }
                z.assertIntact(what);
                kept.assertIntact(what);
                mean.assertIntact(what);
                variance.assertIntact(what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void rowsAreStandardized(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (boolean strided : new boolean[] {false, true}) {
                Guarded z = Guarded.of(slab, set.dtype(), shape[0], shape[1], strided)
                        .random(1, 3);
                Guarded kept = Guarded.of(slab, set.dtype(), shape[0], shape[1], !strided);
                Guarded inverse = Guarded.contiguous(slab, set.dtype(), 1, shape[0]);
                Tensor scale = Guarded.contiguous(slab, set.dtype(), 1, shape[1])
                        .random(2, 2)
                        .tensor();
                double[][] before = z.tensor().toArray();
                set.kernels()
                        .normalizations()
                        .standardizeRows(EPSILON, scale, z.tensor(), kept.tensor(), inverse.tensor());
                String what = set + " " + shape[0] + "x" + shape[1];
                for (int r = 0; r < shape[0]; r++) {
                    double[] y = oracle(before[r], scale.toArray()[0]);
                    for (int c = 0; c < shape[1]; c++) {
                        Matrices.assertClose(y[c], z.tensor().get(r, c), 0, 300 * shape[1] * set.epsilon(), what, r, c);
                    }
                }
                z.assertIntact(what);
                kept.assertIntact(what);
                inverse.assertIntact(what);
            }
        }
    }

    /** What a weighted sum of the outputs changes by, when an input does. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void gradientsAreThoseOfTheOracle(KernelSet set) {
        int rows = 7;
        int columns = 19;
        Normalizations kernels = set.kernels().normalizations();
        Tensor z =
                Guarded.strided(slab, set.dtype(), rows, columns).random(1, 2).tensor();
        Tensor scale =
                Guarded.contiguous(slab, set.dtype(), 1, columns).random(2, 2).tensor();
        Tensor above =
                Guarded.strided(slab, set.dtype(), rows, columns).random(3, 1).tensor();
        double[][] numerical = new double[rows][columns];
        double[][] byRow = new double[rows][columns];
        double step = 1e-5;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                for (int sign : new int[] {1, -1}) {
                    double[][] moved = z.toArray();
                    moved[r][c] += sign * step;
                    double[] column = oracle(transposed(moved)[c], repeated(scale.get(0, c), rows));
                    double[] row = oracle(moved[r], scale.toArray()[0]);
                    for (int i = 0; i < rows; i++) {
                        numerical[r][c] += sign * column[i] * above.get(i, c) / (2 * step);
                    }
                    for (int i = 0; i < columns; i++) {
                        byRow[r][c] += sign * row[i] * above.get(r, i) / (2 * step);
                    }
                }
            }
        }
        Tensor copy = slab.allocate(set.dtype(), rows, columns);
        copy.copyFrom(z);
        Tensor kept = slab.allocate(set.dtype(), rows, columns);
        Tensor mean = slab.allocate(set.dtype(), 1, columns);
        Tensor variance = slab.allocate(set.dtype(), 1, columns);
        Tensor shift = slab.allocate(set.dtype(), 1, columns);
        Tensor slope = slab.allocate(set.dtype(), 1, columns);
        Tensor delta = slab.allocate(set.dtype(), rows, columns);
        delta.copyFrom(above);
        kernels.columnMoments(copy, mean, variance);
        kernels.standardizeColumns(mean, variance, EPSILON, scale, copy, kept);
        set.kernels().columnSums(delta, shift);
        kernels.columnDots(delta, kept, slope);
        kernels.columnGradient(variance, EPSILON, scale, kept, shift, slope, delta);
        double allowed = set.dtype() == DType.F64 ? 1e-8 : 1e-5;
        Matrices.assertClose(numerical, delta, 0, allowed, set + " columns");

        copy.copyFrom(z);
        delta.copyFrom(above);
        Tensor inverse = slab.allocate(set.dtype(), 1, rows);
        kernels.standardizeRows(EPSILON, scale, copy, kept, inverse);
        kernels.rowGradient(inverse, scale, kept, delta);
        Matrices.assertClose(byRow, delta, 0, allowed, set + " rows");
    }

    /** A column's result does not depend on which other columns are done with it. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void partsOfTheColumnsGiveTheBitsOfTheWhole(KernelSet set) {
        Tensor z = Guarded.contiguous(slab, set.dtype(), 9, 75).random(1, 2).tensor();
        Tensor parts = slab.allocate(set.dtype(), 9, 75);
        parts.copyFrom(z);
        Tensor scale = slab.allocate(set.dtype(), 1, 75);
        scale.fill(1.5);
        standardize(set, z, scale);
        for (int[] part : new int[][] {{0, 64}, {64, 75}}) {
            standardize(set, parts.columnRange(part[0], part[1]), scale.columnRange(part[0], part[1]));
        }
        assertArrayEquals(z.toArray(), parts.toArray());
    }

    private void standardize(KernelSet set, Tensor z, Tensor scale) {
        Tensor mean = slab.allocate(set.dtype(), 1, z.columns());
        Tensor variance = slab.allocate(set.dtype(), 1, z.columns());
        set.kernels().normalizations().columnMoments(z, mean, variance);
        set.kernels().normalizations().standardizeColumns(mean, variance, EPSILON, scale, z, z);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void whatDoesNotFitIsRefused(KernelSet set) {
        Normalizations kernels = set.kernels().normalizations();
        Tensor z = slab.allocate(set.dtype(), 3, 5);
        Tensor vector = slab.allocate(set.dtype(), 1, 5);
        Tensor wrong = slab.allocate(set.dtype(), 1, 4);
        Refusal.of(() -> kernels.columnMoments(z, wrong, vector));
        Refusal.of(() -> kernels.columnMoments(slab.allocate(set.dtype(), 0, 5), vector, vector));
        Refusal.of(() -> kernels.standardizeColumns(vector, vector, 1, vector, z, wrong));
        Refusal.of(() -> kernels.standardizeRows(1, vector, z, z, vector));
        String message = Refusal.of(() -> kernels.standardizeColumns(vector, vector, 0, vector, z, z));
        assertTrue(message.contains("epsilon must be positive, found 0.0"), message);
    }
}
