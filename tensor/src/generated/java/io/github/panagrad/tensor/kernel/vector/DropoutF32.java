// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Dropout.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutKernels;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * A dropout mask applied to elements: the kept are multiplied by a factor, the others set to 0. Down the rows, because a
 * layer may be narrow.
 */
final class DropoutF32 implements DropoutKernels {
    @Override
    public void fillMask(DropoutMask mask, long key, int firstRow, int threshold) {
        DropoutBits.fill(mask, key, firstRow, threshold);
    }

    @Override
    public void dropOut(DropoutMask mask, double keep, Tensor x) {
        apply(mask, 0, 1 / keep, x.segment(), 0, (long) x.stride() << SHIFT, x.rows(), x.columns());
    }

    /** Applies rows {@code firstRow} onwards of a mask to some rows, the first of which begins at {@code from}. */
    static void apply(
            DropoutMask mask, int firstRow, double factor, MemorySegment x, long from, long rowBytes, int rows, int n) {
        MemorySegment bits = mask.segment();
        long words = mask.offset(firstRow);
        long stride = mask.offset(1);
        float scale = (float) factor;
        int c = 0;
        for (; c <= n - 4 * LANES; c += 4 * LANES) {
            long at = from + ((long) c << SHIFT);
            fourRegisters(bits, words + word(c), stride, c % Long.SIZE, scale, x, at, rowBytes, rows);
        }
        for (; c <= n - LANES; c += LANES) {
            long at = from + ((long) c << SHIFT);
            oneRegister(bits, words + word(c), stride, c % Long.SIZE, scale, x, at, rowBytes, rows);
        }
        if (c < n) {
            long at = from + ((long) c << SHIFT);
            rest(bits, words + word(c), stride, c % Long.SIZE, scale, x, at, rowBytes, rows, n - c);
        }
    }

    /** Returns the offset of the word that a column's bit is in. */
    private static long word(int column) {
        return (long) (column / Long.SIZE) * Long.BYTES;
    }

    private static void fourRegisters(
            MemorySegment bits,
            long word,
            long stride,
            int shift,
            float scale,
            MemorySegment x,
            long from,
            long rowBytes,
            int rows) {
        OffHeap.require(bits, x);
        long step = (long) LANES << SHIFT;
        long at = from;
        long next = word;
        for (int r = 0; r < rows; r++) {
            // Four registers are at most 64 lanes, and begin at a multiple of that: one word has all their bits.
            long kept = bits.get(DropoutMask.LAYOUT, next) >>> shift;
            FloatVector x0 = fromMemorySegment(SPECIES, x, at, ORDER).mul(scale);
            FloatVector x1 = fromMemorySegment(SPECIES, x, at + step, ORDER).mul(scale);
            FloatVector x2 = fromMemorySegment(SPECIES, x, at + 2 * step, ORDER).mul(scale);
            FloatVector x3 = fromMemorySegment(SPECIES, x, at + 3 * step, ORDER).mul(scale);
            x0.blend(0f, VectorMask.fromLong(SPECIES, ~kept)).intoMemorySegment(x, at, ORDER);
            x1.blend(0f, VectorMask.fromLong(SPECIES, ~(kept >>> LANES))).intoMemorySegment(x, at + step, ORDER);
            x2.blend(0f, VectorMask.fromLong(SPECIES, ~(kept >>> (2 * LANES))))
                    .intoMemorySegment(x, at + 2 * step, ORDER);
            x3.blend(0f, VectorMask.fromLong(SPECIES, ~(kept >>> (3 * LANES))))
                    .intoMemorySegment(x, at + 3 * step, ORDER);
            at += rowBytes;
            next += stride;
        }
    }

    private static void oneRegister(
            MemorySegment bits,
            long word,
            long stride,
            int shift,
            float scale,
            MemorySegment x,
            long from,
            long rowBytes,
            int rows) {
        OffHeap.require(bits, x);
        long at = from;
        long next = word;
        for (int r = 0; r < rows; r++) {
            long kept = bits.get(DropoutMask.LAYOUT, next) >>> shift;
            FloatVector scaled = fromMemorySegment(SPECIES, x, at, ORDER).mul(scale);
            scaled.blend(0f, VectorMask.fromLong(SPECIES, ~kept)).intoMemorySegment(x, at, ORDER);
            at += rowBytes;
            next += stride;
        }
    }

    /** Less than one register: one by one, because masks of masks are more than the compiler keeps apart. */
    private static void rest(
            MemorySegment bits,
            long word,
            long stride,
            int shift,
            float scale,
            MemorySegment x,
            long from,
            long rowBytes,
            int rows,
            int n) {
        OffHeap.require(bits, x);
        for (int r = 0; r < rows; r++) {
            long kept = bits.get(DropoutMask.LAYOUT, word + r * stride) >>> shift;
            for (int c = 0; c < n; c++) {
                long at = from + r * rowBytes + ((long) c << SHIFT);
                float value = x.get(ValueLayout.JAVA_FLOAT, at);
                x.set(ValueLayout.JAVA_FLOAT, at, ((kept >>> c) & 1) == 0 ? 0f : value * scale);
            }
        }
    }
}
