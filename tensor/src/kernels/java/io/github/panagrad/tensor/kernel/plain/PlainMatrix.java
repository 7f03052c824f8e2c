package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.MatrixKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Float matrix products in plain Java: blocks are copied to arrays on the heap, because the compiler turns loops over
 * arrays into vector code, and loops over memory segments not.
 *
 * <p>Every element of the product is summed in the order of k, whatever the shape of its block.
 */
public final class PlainMatrix implements MatrixKernels {
    /** Rows of the packed block of b; with {@link #WIDTH} columns it fills a quarter of a usual L2 cache. */
    private static final int DEPTH = 128;

    private static final int WIDTH = 512;

    /** One set of blocks a thread, so that a product allocates nothing. */
    private final ThreadLocal<Blocks> blocks = ThreadLocal.withInitial(Blocks::new);

    private static final class Blocks {
        final float[] b = new float[DEPTH * WIDTH];
        final float[] column = new float[DEPTH * WIDTH];
        final float[] row = new float[WIDTH];
        final float[] a = new float[DEPTH];
    }

    @Override
    public void gemm(boolean transA, boolean transB, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
        int k = transA ? a.rows() : a.columns();
        scale(c, (float) beta);
        Blocks block = blocks.get();
        for (int fromColumn = 0; fromColumn < c.columns(); fromColumn += WIDTH) {
            int width = Math.min(WIDTH, c.columns() - fromColumn);
            for (int fromK = 0; fromK < k; fromK += DEPTH) {
                int depth = Math.min(DEPTH, k - fromK);
                pack(b, transB, fromK, depth, fromColumn, width, block);
                for (int r = 0; r < c.rows(); r++) {
                    load(a, transA, r, fromK, depth, block.a);
                    accumulate(c, r, fromColumn, width, depth, (float) alpha, block);
                }
            }
        }
    }

    private static void scale(Tensor c, float beta) {
        MemorySegment out = c.segment();
        for (int r = 0; r < c.rows(); r++) {
            for (int j = 0; j < c.columns(); j++) {
                long at = ((long) r * c.stride() + j) * Float.BYTES;
                out.set(ValueLayout.JAVA_FLOAT, at, beta == 0 ? 0 : beta * out.get(ValueLayout.JAVA_FLOAT, at));
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

    private static void load(Tensor a, boolean transposed, int row, int fromK, int depth, float[] to) {
        if (!transposed) {
            copy(a, row, fromK, depth, to, 0);
            return;
        }
        for (int p = 0; p < depth; p++) {
            long index = (long) (fromK + p) * a.stride() + row;
            to[p] = a.segment().get(ValueLayout.JAVA_FLOAT, index * Float.BYTES);
        }
    }

    private static void copy(Tensor from, int row, int column, int length, float[] to, int index) {
        long offset = ((long) row * from.stride() + column) * Float.BYTES;
        MemorySegment.copy(from.segment(), ValueLayout.JAVA_FLOAT, offset, to, index, length);
    }

    private static void accumulate(Tensor c, int r, int column, int width, int depth, float alpha, Blocks block) {
        float[] sum = block.row;
        copy(c, r, column, width, sum, 0);
        for (int p = 0; p < depth; p++) {
            addScaled(sum, alpha * block.a[p], block.b, p * width, width);
        }
        long offset = ((long) r * c.stride() + column) * Float.BYTES;
        MemorySegment.copy(sum, 0, c.segment(), ValueLayout.JAVA_FLOAT, offset, width);
    }

    private static void addScaled(float[] sum, float factor, float[] b, int from, int width) {
        for (int j = 0; j < width; j++) {
            sum[j] += factor * b[from + j];
        }
    }

    @Override
    public void axpy(double alpha, Tensor x, Tensor y) {
        float factor = (float) alpha;
        MemorySegment in = x.segment();
        MemorySegment out = y.segment();
        for (int i = 0; i < x.size(); i++) {
            long at = (long) i * Float.BYTES;
            float value = out.get(ValueLayout.JAVA_FLOAT, at) + factor * in.get(ValueLayout.JAVA_FLOAT, at);
            out.set(ValueLayout.JAVA_FLOAT, at, value);
        }
    }
}
