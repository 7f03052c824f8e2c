// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Dropout.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutKernels;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * A dropout mask applied to elements: the kept are multiplied by a factor, the others set to 0. Down the rows, because a
 * layer may be narrow.
 */
final class DropoutF64 implements DropoutKernels {
    @Override
    public void fillMask(DropoutMask mask, long key, int firstRow, int threshold) {
        DropoutBits.fill(mask, key, firstRow, threshold);
    }

    @Override
    public void dropOut(DropoutMask mask, double keep, Tensor x) {
        apply(mask, keep, x, 0, x.rows());
    }

    /** {@code x = x * mask / keep} in some rows of both. */
    static void apply(DropoutMask mask, double keep, Tensor x, int row, int rows) {
        double scale = (1 / keep);
        int c = 0;
        for (; c <= x.columns() - 4 * LANES; c += 4 * LANES) {
            fourRegisters(mask, scale, x, row, rows, c);
        }
        for (; c <= x.columns() - LANES; c += LANES) {
            oneRegister(mask, scale, x, row, rows, c);
        }
        if (c < x.columns()) {
            rest(mask, scale, x, row, rows, c);
        }
    }

    /** Returns the offset of the word that an element's bit is in. */
    private static long word(DropoutMask mask, int row, int column) {
        return mask.offset(row) + (long) (column / Long.SIZE) * Long.BYTES;
    }

    private static void fourRegisters(DropoutMask mask, double scale, Tensor tensor, int row, int rows, int c) {
        MemorySegment bits = mask.segment();
        MemorySegment x = tensor.segment();
        OffHeap.require(bits, x);
        long rowBytes = (long) tensor.stride() << SHIFT;
        long stride = mask.offset(1);
        int shift = c % Long.SIZE;
        long step = (long) LANES << SHIFT;
        long at = row * rowBytes + ((long) c << SHIFT);
        long next = word(mask, row, c);
        for (int r = 0; r < rows; r++) {
            // Four registers are at most 64 lanes, and begin at a multiple of that: one word has all their bits.
            long kept = bits.get(DropoutMask.LAYOUT, next) >>> shift;
            DoubleVector x0 = fromMemorySegment(SPECIES, x, at, ORDER).mul(scale);
            DoubleVector x1 = fromMemorySegment(SPECIES, x, at + step, ORDER).mul(scale);
            DoubleVector x2 = fromMemorySegment(SPECIES, x, at + 2 * step, ORDER).mul(scale);
            DoubleVector x3 = fromMemorySegment(SPECIES, x, at + 3 * step, ORDER).mul(scale);
            x0.blend(0.0, VectorMask.fromLong(SPECIES, ~kept)).intoMemorySegment(x, at, ORDER);
            x1.blend(0.0, VectorMask.fromLong(SPECIES, ~(kept >>> LANES))).intoMemorySegment(x, at + step, ORDER);
            x2.blend(0.0, VectorMask.fromLong(SPECIES, ~(kept >>> (2 * LANES))))
                    .intoMemorySegment(x, at + 2 * step, ORDER);
            x3.blend(0.0, VectorMask.fromLong(SPECIES, ~(kept >>> (3 * LANES))))
                    .intoMemorySegment(x, at + 3 * step, ORDER);
            at += rowBytes;
            next += stride;
        }
    }

    private static void oneRegister(DropoutMask mask, double scale, Tensor tensor, int row, int rows, int c) {
        MemorySegment bits = mask.segment();
        MemorySegment x = tensor.segment();
        OffHeap.require(bits, x);
        long rowBytes = (long) tensor.stride() << SHIFT;
        long stride = mask.offset(1);
        int shift = c % Long.SIZE;
        long at = row * rowBytes + ((long) c << SHIFT);
        long next = word(mask, row, c);
        for (int r = 0; r < rows; r++) {
            long kept = bits.get(DropoutMask.LAYOUT, next) >>> shift;
            DoubleVector scaled = fromMemorySegment(SPECIES, x, at, ORDER).mul(scale);
            scaled.blend(0.0, VectorMask.fromLong(SPECIES, ~kept)).intoMemorySegment(x, at, ORDER);
            at += rowBytes;
            next += stride;
        }
    }

    /** Less than one register: one by one, because masks of masks are more than the compiler keeps apart. */
    private static void rest(DropoutMask mask, double scale, Tensor tensor, int row, int rows, int first) {
        MemorySegment x = tensor.segment();
        OffHeap.require(mask.segment(), x);
        for (int r = row; r < row + rows; r++) {
            long kept = mask.segment().get(DropoutMask.LAYOUT, word(mask, r, first)) >>> first % Long.SIZE;
            for (int c = 0; c < tensor.columns() - first; c++) {
                long at = ((long) r * tensor.stride() + first + c) << SHIFT;
                double value = x.get(ValueLayout.JAVA_DOUBLE, at);
                x.set(ValueLayout.JAVA_DOUBLE, at, ((kept >>> c) & 1) == 0 ? 0.0 : value * scale);
            }
        }
    }
}
