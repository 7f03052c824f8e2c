package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.tensor.ops.Members;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The members of an ensemble as rows, against the formulas. */
class MembersTest {
    /** Samples, members, columns. */
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1, 1},
            new int[] {1, 3, 13},
            new int[] {13, 2, 1},
            new int[] {3, 5, 17},
            new int[] {64, 4, 64},
            new int[] {5, 16, 127},
            new int[] {207, 2, 3},
            new int[] {2, 3, 1031});

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private interface Check {
        void run(int samples, int members, int copies, int columns, boolean strided, String what);
    }

    private static void forEachShape(KernelSet set, Check check) {
        for (int[] shape : SHAPES) {
            for (boolean strided : new boolean[] {false, true}) {
                // x has a row for each sample, or one for each of its members.
                for (int copies : new int[] {1, shape[1]}) {
                    String what = set + " " + shape[0] + "x" + shape[1] + "x" + shape[2] + (strided ? " with gaps" : "")
                            + " of " + copies;
                    check.run(shape[0], shape[1], copies, shape[2], strided, what);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void spreads(KernelSet set) {
        forEachShape(set, (samples, members, copies, columns, strided, what) -> {
            Guarded x = Guarded.of(slab, set.dtype(), samples * copies, columns, strided)
                    .random(1, 1);
            Guarded factors =
                    Guarded.of(slab, set.dtype(), members, columns, strided).random(2, 1);
            Guarded y = Guarded.of(slab, set.dtype(), samples * members, columns, strided)
                    .filled(Double.NaN);
            set.kernels().members().spread(x.tensor(), factors.tensor(), y.tensor());
            double[][] expected = new double[samples * members][columns];
            for (int r = 0; r < expected.length; r++) {
                for (int c = 0; c < columns; c++) {
                    expected[r][c] = x.tensor().get(r * copies / members, c)
                            * factors.tensor().get(r % members, c);
                }
            }
            Matrices.assertClose(expected, y.tensor(), set.epsilon(), 0, what);
            y.assertIntact(what);
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void collects(KernelSet set) {
        for (boolean isAdded : new boolean[] {false, true}) {
            forEachShape(set, (samples, members, copies, columns, strided, what) -> {
                Guarded y = Guarded.of(slab, set.dtype(), samples * members, columns, strided)
                        .random(3, 1);
                Guarded factors =
                        Guarded.of(slab, set.dtype(), members, columns, strided).random(4, 1);
                Guarded x = Guarded.of(slab, set.dtype(), samples * copies, columns, strided)
                        .filled(isAdded ? 0.5 : Double.NaN);
                set.kernels().members().collect(y.tensor(), factors.tensor(), isAdded, x.tensor());
                double[][] expected = new double[samples * copies][columns];
                for (double[] row : expected) {
                    Arrays.fill(row, isAdded ? 0.5 : 0);
                }
                for (int r = 0; r < samples * members; r++) {
                    for (int c = 0; c < columns; c++) {
                        expected[r * copies / members][c] +=
                                y.tensor().get(r, c) * factors.tensor().get(r % members, c);
                    }
                }
                Matrices.assertClose(expected, x.tensor(), 0, (members + 1) * (members + 1) * set.epsilon(), what);
                x.assertIntact(what);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void multipliesDownTheSamples(KernelSet set) {
        forEachShape(set, (samples, members, copies, columns, strided, what) -> {
            Guarded x = Guarded.of(slab, set.dtype(), samples * copies, columns, strided)
                    .random(5, 1);
            Guarded y = Guarded.of(slab, set.dtype(), samples * members, columns, strided)
                    .random(6, 1);
            for (int first = 0; first < members; first += 2) {
                int from = first;
                int count = Math.min(2, members - from);
                Guarded sums =
                        Guarded.of(slab, set.dtype(), count, columns, strided).filled(Double.NaN);
                set.kernels().members().dots(x.tensor(), y.tensor(), members, from, sums.tensor());
                double[][] expected = new double[count][columns];
                for (int i = 0; i < count; i++) {
                    for (int c = 0; c < columns; c++) {
                        for (int r = from + i; r < samples * members; r += members) {
                            expected[i][c] += x.tensor().get(r * copies / members, c)
                                    * y.tensor().get(r, c);
                        }
                    }
                }
                Matrices.assertClose(expected, sums.tensor(), 0, samples * samples * set.epsilon(), what);
                sums.assertIntact(what);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void addsUpForEachMemberAndScales(KernelSet set) {
        forEachShape(set, (samples, members, copies, columns, strided, what) -> {
            int rows = samples * members;
            Guarded x = Guarded.of(slab, set.dtype(), rows, columns, strided).random(7, 1);
            Guarded delta =
                    Guarded.of(slab, set.dtype(), rows, columns, !strided).random(8, 1);
            Guarded factors =
                    Guarded.of(slab, set.dtype(), members, columns, strided).random(9, 1);
            Guarded sums =
                    Guarded.of(slab, set.dtype(), members, columns, strided).filled(Double.NaN);
            Guarded products =
                    Guarded.of(slab, set.dtype(), members, columns, strided).filled(Double.NaN);
            double[][] expectedSums = new double[members][columns];
            double[][] expectedProducts = new double[members][columns];
            double[][] expected = delta.tensor().toArray();
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    expectedSums[r % members][c] += expected[r][c];
                    expectedProducts[r % members][c] += x.tensor().get(r, c) * expected[r][c];
                    expected[r][c] *= factors.tensor().get(r % members, c);
                }
            }
            set.kernels().members().sums(delta.tensor(), sums.tensor());
            set.kernels().members().gradient(x.tensor(), factors.tensor(), delta.tensor(), products.tensor());
            double allowed = samples * samples * set.epsilon();
            Matrices.assertClose(expectedSums, sums.tensor(), 0, allowed, what);
            Matrices.assertClose(expectedProducts, products.tensor(), 0, allowed, what);
            Matrices.assertClose(expected, delta.tensor(), set.epsilon(), 0, what);
            for (Guarded guarded : List.of(x, delta, factors, sums, products)) {
                guarded.assertIntact(what);
            }
        });
    }

    /** In place, as layers do at inference. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void scalesInPlace(KernelSet set) {
        Tensor x = Matrices.random(slab, set.dtype(), 6, 37, 1, 1);
        Tensor factors = Matrices.random(slab, set.dtype(), 2, 37, 2, 1);
        Tensor y = slab.allocate(set.dtype(), 6, 37);
        set.kernels().members().spread(x, factors, y);
        set.kernels().members().spread(x, factors, x);
        assertArrayEquals(y.toArray(), x.toArray());
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void whatDoesNotFitIsRefused(KernelSet set) {
        Members kernels = set.kernels().members();
        Tensor x = slab.allocate(set.dtype(), 3, 5);
        Tensor factors = slab.allocate(set.dtype(), 2, 5);
        Tensor y = slab.allocate(set.dtype(), 6, 5);
        Refusal.of(() -> kernels.spread(x, factors, y.rowRange(0, 5)));
        Refusal.of(() -> kernels.spread(x.columnRange(0, 4), factors, y));
        Refusal.of(() -> kernels.collect(y, factors.columnRange(0, 4), false, x));
        Refusal.of(() -> kernels.collect(y, factors.rowRange(0, 0), false, x));
        Refusal.of(() -> kernels.dots(x, y, 2, 1, factors));
        Refusal.of(() -> kernels.dots(x, y, 2, -1, factors));
        Refusal.of(() -> kernels.dots(x, y, 3, 0, factors));
        Refusal.of(() -> kernels.sums(y.rowRange(0, 5), factors));
        Refusal.of(() -> kernels.sums(y.rowRange(0, 0), factors));
        Refusal.of(() -> kernels.sums(y, factors.columnRange(0, 4)));
        Refusal.of(() -> kernels.gradient(x, factors, y, factors));
        Refusal.of(() -> kernels.gradient(y, factors, y, x));
        Refusal.of(() -> kernels.gradient(y.rowRange(0, 0), factors, y.rowRange(0, 0), factors));
        Refusal.of(() -> kernels.gradient(y.rowRange(0, 5), factors, y.rowRange(0, 5), factors));
        DType other = set.dtype() == DType.F32 ? DType.F64 : DType.F32;
        Refusal.of(() -> kernels.spread(slab.allocate(other, 3, 5), factors, y));
    }

    @Test
    void everyStepThRowIsAView() {
        Tensor whole = slab.allocate(DType.F64, 7, 4);
        for (int r = 0; r < 7; r++) {
            for (int c = 0; c < 4; c++) {
                whole.set(r, c, 10 * r + c);
            }
        }
        Tensor view = whole.columnRange(1, 3).everyRow(1, 3);
        assertEquals(List.of(2, 2), List.of(view.rows(), view.columns()));
        assertEquals(
                List.of(11.0, 12.0, 41.0, 42.0),
                List.of(view.get(0, 0), view.get(0, 1), view.get(1, 0), view.get(1, 1)));
        view.set(1, 1, -1);
        assertEquals(-1, whole.get(4, 2));
        assertEquals(0, whole.rowRange(0, 2).everyRow(2, 3).rows());
        assertEquals(7, whole.everyRow(0, 1).rows());
        assertThrows(IndexOutOfBoundsException.class, () -> whole.everyRow(3, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> whole.everyRow(-1, 3));
    }
}
