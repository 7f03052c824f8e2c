// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Transpose.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.TransposeKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** A matrix transposed, eight by eight elements at a time, in eight registers. */
final class TransposeF32 implements TransposeKernels {
    private static final int SIZE = 8;
    private static final VectorSpecies<Float> SPECIES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SIZE * Float.SIZE));

    private static final VectorShuffle<Float> UP1 = VectorShuffle.fromOp(SPECIES, i -> (i + 7) % SIZE);
    private static final VectorShuffle<Float> UP2 = VectorShuffle.fromOp(SPECIES, i -> (i + 6) % SIZE);
    private static final VectorShuffle<Float> UP4 = VectorShuffle.fromOp(SPECIES, i -> (i + 4) % SIZE);
    private static final VectorShuffle<Float> DOWN1 = VectorShuffle.fromOp(SPECIES, i -> (i + 1) % SIZE);
    private static final VectorShuffle<Float> DOWN2 = VectorShuffle.fromOp(SPECIES, i -> (i + 2) % SIZE);
    private static final VectorShuffle<Float> DOWN4 = VectorShuffle.fromOp(SPECIES, i -> (i + 4) % SIZE);

    /** The lanes whose number has a bit. */
    private static final VectorMask<Float> HIGH1 = VectorMask.fromLong(SPECIES, 0b10101010);

    private static final VectorMask<Float> HIGH2 = VectorMask.fromLong(SPECIES, 0b11001100);
    private static final VectorMask<Float> HIGH4 = VectorMask.fromLong(SPECIES, 0b11110000);
    private static final VectorMask<Float> LOW1 = HIGH1.not();
    private static final VectorMask<Float> LOW2 = HIGH2.not();
    private static final VectorMask<Float> LOW4 = HIGH4.not();

    /** Whether the machine has registers of eight elements. */
    @Override
    public boolean isTransposeFast() {
        return LANES >= SIZE;
    }

    /** {@code y = xᵀ}. */
    @Override
    public void transpose(Tensor x, Tensor y) {
        MemorySegment in = x.segment();
        MemorySegment out = y.segment();
        long inRow = (long) x.stride() << SHIFT;
        long outRow = (long) y.stride() << SHIFT;
        int rows = isTransposeFast() ? x.rows() / SIZE * SIZE : 0;
        int columns = isTransposeFast() ? x.columns() / SIZE * SIZE : 0;
        for (int r = 0; r < rows; r += SIZE) {
            for (int c = 0; c < columns; c += SIZE) {
                block(in, r * inRow + ((long) c << SHIFT), inRow, out, c * outRow + ((long) r << SHIFT), outRow);
            }
        }
        singly(in, inRow, 0, rows, columns, x.columns(), out, outRow);
        singly(in, inRow, rows, x.rows(), 0, x.columns(), out, outRow);
    }

    private static void singly(
            MemorySegment in,
            long inRow,
            int firstRow,
            int endRow,
            int firstColumn,
            int endColumn,
            MemorySegment out,
            long outRow) {
        OffHeap.require(in, out);
        for (int c = firstColumn; c < endColumn; c++) {
            for (int r = firstRow; r < endRow; r++) {
                float value = in.get(ValueLayout.JAVA_FLOAT, r * inRow + ((long) c << SHIFT));
                out.set(ValueLayout.JAVA_FLOAT, c * outRow + ((long) r << SHIFT), value);
            }
        }
    }

    /**
     * First two by two elements change places across the diagonal, then blocks of two by two, then of four by four.
     */
    private static void block(MemorySegment in, long from, long inRow, MemorySegment out, long to, long outRow) {
        OffHeap.require(in, out);
        FloatVector a0 = fromMemorySegment(SPECIES, in, from, ORDER);
        FloatVector a1 = fromMemorySegment(SPECIES, in, from + inRow, ORDER);
        FloatVector a2 = fromMemorySegment(SPECIES, in, from + 2 * inRow, ORDER);
        FloatVector a3 = fromMemorySegment(SPECIES, in, from + 3 * inRow, ORDER);
        FloatVector a4 = fromMemorySegment(SPECIES, in, from + 4 * inRow, ORDER);
        FloatVector a5 = fromMemorySegment(SPECIES, in, from + 5 * inRow, ORDER);
        FloatVector a6 = fromMemorySegment(SPECIES, in, from + 6 * inRow, ORDER);
        FloatVector a7 = fromMemorySegment(SPECIES, in, from + 7 * inRow, ORDER);
        FloatVector b0 = a0.blend(a1.rearrange(UP1), HIGH1);
        FloatVector b1 = a1.blend(a0.rearrange(DOWN1), LOW1);
        FloatVector b2 = a2.blend(a3.rearrange(UP1), HIGH1);
        FloatVector b3 = a3.blend(a2.rearrange(DOWN1), LOW1);
        FloatVector b4 = a4.blend(a5.rearrange(UP1), HIGH1);
        FloatVector b5 = a5.blend(a4.rearrange(DOWN1), LOW1);
        FloatVector b6 = a6.blend(a7.rearrange(UP1), HIGH1);
        FloatVector b7 = a7.blend(a6.rearrange(DOWN1), LOW1);
        a0 = b0.blend(b2.rearrange(UP2), HIGH2);
        a1 = b1.blend(b3.rearrange(UP2), HIGH2);
        a2 = b2.blend(b0.rearrange(DOWN2), LOW2);
        a3 = b3.blend(b1.rearrange(DOWN2), LOW2);
        a4 = b4.blend(b6.rearrange(UP2), HIGH2);
        a5 = b5.blend(b7.rearrange(UP2), HIGH2);
        a6 = b6.blend(b4.rearrange(DOWN2), LOW2);
        a7 = b7.blend(b5.rearrange(DOWN2), LOW2);
        a0.blend(a4.rearrange(UP4), HIGH4).intoMemorySegment(out, to, ORDER);
        a1.blend(a5.rearrange(UP4), HIGH4).intoMemorySegment(out, to + outRow, ORDER);
        a2.blend(a6.rearrange(UP4), HIGH4).intoMemorySegment(out, to + 2 * outRow, ORDER);
        a3.blend(a7.rearrange(UP4), HIGH4).intoMemorySegment(out, to + 3 * outRow, ORDER);
        a4.blend(a0.rearrange(DOWN4), LOW4).intoMemorySegment(out, to + 4 * outRow, ORDER);
        a5.blend(a1.rearrange(DOWN4), LOW4).intoMemorySegment(out, to + 5 * outRow, ORDER);
        a6.blend(a2.rearrange(DOWN4), LOW4).intoMemorySegment(out, to + 6 * outRow, ORDER);
        a7.blend(a3.rearrange(DOWN4), LOW4).intoMemorySegment(out, to + 7 * outRow, ORDER);
    }
}
