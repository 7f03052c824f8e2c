package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code gemm}, {@code axpy} and {@code matrixVector} against sums in double, in the order of the textbook. */
class MatrixProductTest {
    /** Rows of the product, length of the sums, columns of the product. */
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1, 1},
            new int[] {1, 13, 1},
            new int[] {13, 1, 17},
            new int[] {3, 17, 13},
            new int[] {64, 64, 64},
            new int[] {17, 207, 3},
            new int[] {1, 1031, 13},
            new int[] {130, 3, 1},
            new int[] {3, 131, 517});

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void multipliesWithTransposesAndStrides(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (int i = 0; i < 8; i++) {
                multiply(set, shape, (i & 1) != 0, (i & 2) != 0, (i & 4) != 0, 1, 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void scalesBothSummands(KernelSet set) {
        double[][] factors = {{1, 1}, {-0.5, 2}, {0.25, -1}, {0, 0.5}, {0, 1}, {0, 0}, {1e-3, 0}};
        for (double[] factor : factors) {
            multiply(set, new int[] {13, 17, 3}, false, true, true, factor[0], factor[1]);
            multiply(set, new int[] {13, 17, 3}, true, false, false, factor[0], factor[1]);
        }
    }

    private void multiply(
            KernelSet set, int[] shape, boolean transA, boolean transB, boolean strided, double alpha, double beta) {
        int m = shape[0];
        int k = shape[1];
        int n = shape[2];
        Guarded a = Guarded.of(slab, set.dtype(), transA ? k : m, transA ? m : k, strided)
                .random(1, 1);
        Guarded b = Guarded.of(slab, set.dtype(), transB ? n : k, transB ? k : n, strided)
                .random(2, 1);
        // What c holds must not matter for beta = 0, not even if it is no number.
        Guarded c = Guarded.of(slab, set.dtype(), m, n, strided);
        if (beta == 0) {
            c.filled(Double.NaN);
        } else {
            c.random(3, 1);
        }
        double[][] x = a.tensor().toArray();
        double[][] y = b.tensor().toArray();
        double[][] before = c.tensor().toArray();

        set.kernels().gemm(transA, transB, alpha, a.tensor(), b.tensor(), beta, c.tensor());

        String what = set + " " + m + "x" + k + "x" + n + (transA ? " aT" : "") + (transB ? " bT" : "") + " alpha "
                + alpha + " beta " + beta + (strided ? " strided" : "");
        for (int r = 0; r < m; r++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                double size = 0;
                for (int p = 0; p < k; p++) {
                    double product = (transA ? x[p][r] : x[r][p]) * (transB ? y[j][p] : y[p][j]);
                    sum += product;
                    size += Math.abs(product);
                }
                double old = beta == 0 ? 0 : beta * before[r][j];
                double allowed = (k + 4) * set.epsilon() * (Math.abs(alpha) * size + Math.abs(old));
                Matrices.assertClose(alpha * sum + old, c.tensor().get(r, j), 0, allowed, what, r, j);
            }
        }
        c.assertIntact(what);
        a.assertIntact(what);
        assertArrayEquals(x, a.tensor().toArray(), what);
        assertArrayEquals(y, b.tensor().toArray(), what);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void shapesThatDoNotFitAreRefusedBeforeAnythingIsWritten(KernelSet set) {
        Kernels kernels = set.kernels();
        Tensor a = slab.allocate(set.dtype(), 3, 4);
        Tensor b = slab.allocate(set.dtype(), 4, 5);
        Tensor c = slab.allocate(set.dtype(), 3, 5);
        c.fill(7);
        Tensor wide = slab.allocate(set.dtype(), 3, 6);
        Tensor high = slab.allocate(set.dtype(), 4, 5);
        String message = Refusal.of(() -> kernels.gemm(true, false, 1, a, b, 0, c));
        assertTrue(message.contains("3x4ᵀ by 4x5 into 3x5"), message);
        Refusal.of(() -> kernels.gemm(false, true, 1, a, b, 0, c));
        Refusal.of(() -> kernels.gemm(false, false, 1, b, a, 0, c));
        Refusal.of(() -> kernels.gemm(false, false, 1, a, b, 0, wide));
        Refusal.of(() -> kernels.gemm(false, false, 1, a, b, 0, high));
        Refusal.of(() -> kernels.gemm(false, false, 1, a.columnRange(2, 2), b.rowRange(1, 1), 1, c));
        assertEquals(7 * 15, sum(c));
        // An empty product is nothing to do.
        kernels.gemm(false, false, 1, a.rowRange(0, 0), b, 0, c.rowRange(0, 0));
        kernels.gemm(false, false, 1, a, b.columnRange(1, 1), 0, c.columnRange(2, 2));
        assertEquals(7 * 15, sum(c));
    }

    private static double sum(Tensor tensor) {
        double sum = 0;
        for (double[] row : tensor.toArray()) {
            for (double value : row) {
                sum += value;
            }
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void addsScaledVectors(KernelSet set) {
        for (int[] shape : new int[][] {{1, 1}, {1, 13}, {3, 17}, {13, 1}, {1, 207}, {1, 1031}, {64, 64}}) {
            for (double alpha : new double[] {1, -1e-3, 0.3}) {
                Guarded x = Guarded.contiguous(slab, set.dtype(), shape[0], shape[1])
                        .random(4, 1);
                Guarded y = Guarded.contiguous(slab, set.dtype(), shape[0], shape[1])
                        .random(5, 1);
                double[][] expected = y.tensor().toArray();
                double[][] added = x.tensor().toArray();
                for (int r = 0; r < expected.length; r++) {
                    for (int c = 0; c < expected[r].length; c++) {
                        expected[r][c] += set.rounded(alpha) * added[r][c];
                    }
                }
                set.kernels().axpy(alpha, x.tensor(), y.tensor());
                Matrices.assertClose(expected, y.tensor(), 2 * set.epsilon(), 4 * set.epsilon(), set + " axpy");
                y.assertIntact("axpy");
                assertArrayEquals(added, x.tensor().toArray());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void multipliesMatrixByVector(KernelSet set) {
        for (int rows : new int[] {1, 3, 4, 13, 64}) {
            for (int columns : new int[] {1, 3, 13, 17, 64, 207, 1031}) {
                Guarded w = Guarded.of(slab, set.dtype(), rows, columns, rows % 2 == 1)
                        .random(6, 1);
                Guarded x = Guarded.contiguous(slab, set.dtype(), 1, columns).random(7, 1);
                Guarded y = Guarded.contiguous(slab, set.dtype(), 1, rows).filled(Double.NaN);
                set.kernels().matrixVector(w.tensor(), x.tensor(), y.tensor());
                for (int r = 0; r < rows; r++) {
                    double sum = 0;
                    double size = 0;
                    for (int c = 0; c < columns; c++) {
                        double product = w.tensor().get(r, c) * x.tensor().get(0, c);
                        sum += product;
                        size += Math.abs(product);
                    }
                    double allowed = (columns + 2) * set.epsilon() * size;
                    Matrices.assertClose(sum, y.tensor().get(0, r), 0, allowed, set + " matrixVector", r, columns);
                }
                y.assertIntact("matrixVector");
            }
        }
    }
}
