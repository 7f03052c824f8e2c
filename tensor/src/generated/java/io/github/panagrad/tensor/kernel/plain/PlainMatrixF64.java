// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/plain/PlainMatrix.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.MatrixKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Double matrix products in plain Java: blocks are copied to arrays on the heap, because the compiler turns loops over
 * arrays into vector code, and loops over memory segments not.
 *
 * <p>Every element of the product is summed in the order of k, whatever the shape of its block.
 */
public final class PlainMatrixF64 implements MatrixKernels {
    /** Rows of the packed block of b; with {@link #WIDTH} columns it fills a quarter of a usual L2 cache. */
    private static final int DEPTH = 128;

    private static final int WIDTH = 512;

    /** One set of blocks a thread, so that a product allocates nothing. */
    private final ThreadLocal<Blocks> blocks = ThreadLocal.withInitial(Blocks::new);

    private static final class Blocks {
        final double[] b = new double[DEPTH * WIDTH];
        final double[] column = new double[DEPTH * WIDTH];
        final double[] row = new double[WIDTH];
        final double[] a = new double[DEPTH];
    }

    @Override
    public void gemm(boolean transA, boolean transB, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
        int k = transA ? a.rows() : a.columns();
        scale(c, beta);
        Blocks block = blocks.get();
        for (int fromColumn = 0; fromColumn < c.columns(); fromColumn += WIDTH) {
            int width = Math.min(WIDTH, c.columns() - fromColumn);
            for (int fromK = 0; fromK < k; fromK += DEPTH) {
                int depth = Math.min(DEPTH, k - fromK);
                pack(b, transB, fromK, depth, fromColumn, width, block);
                for (int r = 0; r < c.rows(); r++) {
                    load(a, transA, r, fromK, depth, block.a);
                    accumulate(c, r, fromColumn, width, depth, alpha, block);
                }
            }
        }
    }

    private static void scale(Tensor c, double beta) {
        MemorySegment out = c.segment();
        for (int r = 0; r < c.rows(); r++) {
            for (int j = 0; j < c.columns(); j++) {
                long at = ((long) r * c.stride() + j) * Double.BYTES;
                out.set(ValueLayout.JAVA_DOUBLE, at, beta == 0 ? 0 : beta * out.get(ValueLayout.JAVA_DOUBLE, at));
            }
        }
    }

    /** Copies rows {@code fromK} and columns {@code fromColumn} onwards of op(b), row after row. */
    private static void pack(
            Tensor b, boolean transposed, int fromK, int depth, int fromColumn, int width, Blocks block) {
        if (!transposed) {
            for (int p = 0; p < depth; p++) {
                copy(b, fromK + p, fromColumn, width, block.b, p * width);
            }
            return;
        }
        for (int j = 0; j < width; j++) {
            copy(b, fromColumn + j, fromK, depth, block.column, j * depth);
        }
        for (int p = 0; p < depth; p++) {
            for (int j = 0; j < width; j++) {
                block.b[p * width + j] = block.column[j * depth + p];
            }
        }
    }

    private static void load(Tensor a, boolean transposed, int row, int fromK, int depth, double[] to) {
        if (!transposed) {
            copy(a, row, fromK, depth, to, 0);
            return;
        }
        for (int p = 0; p < depth; p++) {
            long index = (long) (fromK + p) * a.stride() + row;
            to[p] = a.segment().get(ValueLayout.JAVA_DOUBLE, index * Double.BYTES);
        }
    }

    private static void copy(Tensor from, int row, int column, int length, double[] to, int index) {
        long offset = ((long) row * from.stride() + column) * Double.BYTES;
        MemorySegment.copy(from.segment(), ValueLayout.JAVA_DOUBLE, offset, to, index, length);
    }

    private static void accumulate(Tensor c, int r, int column, int width, int depth, double alpha, Blocks block) {
        double[] sum = block.row;
        copy(c, r, column, width, sum, 0);
        for (int p = 0; p < depth; p++) {
            addScaled(sum, alpha * block.a[p], block.b, p * width, width);
        }
        long offset = ((long) r * c.stride() + column) * Double.BYTES;
        MemorySegment.copy(sum, 0, c.segment(), ValueLayout.JAVA_DOUBLE, offset, width);
    }

    private static void addScaled(double[] sum, double factor, double[] b, int from, int width) {
        for (int j = 0; j < width; j++) {
            sum[j] += factor * b[from + j];
        }
    }

    @Override
    public void axpy(double alpha, Tensor x, Tensor y) {
        double factor = alpha;
        MemorySegment in = x.segment();
        MemorySegment out = y.segment();
        for (int i = 0; i < x.size(); i++) {
            long at = (long) i * Double.BYTES;
            double value = out.get(ValueLayout.JAVA_DOUBLE, at) + factor * in.get(ValueLayout.JAVA_DOUBLE, at);
            out.set(ValueLayout.JAVA_DOUBLE, at, value);
        }
    }
}
