package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.*;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** A bias for each column, or one for each member of an ensemble, and ReLU with it. */
final class Bias {
    private Bias() {}

    /**
     * {@code z = max(z + bias, least)} for some rows, row r with row {@code r mod k} of k biases: with {@code least = 0} the bias and
     * the whole of ReLU in one pass.
     */
    static void add(Tensor bias, float least, Tensor z, int first, int rows) {
        int count = bias.rows();
        long rowBytes = (long) z.stride() << SHIFT;
        for (int i = 0; i < Math.min(count, rows); i++) {
            add(
                    bias.segment(),
                    ((long) ((first + i) % count) * bias.stride()) << SHIFT,
                    least,
                    z.segment(),
                    (first + i) * rowBytes,
                    count * rowBytes,
                    (rows - 1 - i) / count + 1,
                    z.columns());
        }
    }

    private static void add(
            MemorySegment bias,
            long biasFrom,
            float least,
            MemorySegment z,
            long from,
            long rowBytes,
            int rows,
            int columns) {
        int c = 0;
        for (; c <= columns - 4 * LANES; c += 4 * LANES) {
            long at = (long) c << SHIFT;
            fourRegisters(bias, biasFrom + at, least, z, from + at, rowBytes, rows);
        }
        for (; c <= columns - LANES; c += LANES) {
            long at = (long) c << SHIFT;
            oneRegister(bias, biasFrom + at, least, z, from + at, rowBytes, rows);
        }
        for (; c < columns; c++) {
            long at = (long) c << SHIFT;
            oneColumn(bias, biasFrom + at, least, z, from + at, rowBytes, rows);
        }
    }

    // Down the rows, not along them: a layer may be narrow, and a loop of a few rounds is mostly its own overhead.
    // Comparing and blending are two instructions, where max() takes six to order zeros and pass NaN on; so do these.

    private static void fourRegisters(
            MemorySegment bias, long biasAt, float least, MemorySegment z, long from, long rowBytes, int rows) {
        OffHeap.require(bias, z);
        long step = (long) LANES << SHIFT;
        FloatVector bias0 = fromMemorySegment(SPECIES, bias, biasAt, ORDER);
        FloatVector bias1 = fromMemorySegment(SPECIES, bias, biasAt + step, ORDER);
        FloatVector bias2 = fromMemorySegment(SPECIES, bias, biasAt + 2 * step, ORDER);
        FloatVector bias3 = fromMemorySegment(SPECIES, bias, biasAt + 3 * step, ORDER);
        long at = from;
        for (int r = 0; r < rows; r++) {
            FloatVector x0 = fromMemorySegment(SPECIES, z, at, ORDER).add(bias0);
            FloatVector x1 = fromMemorySegment(SPECIES, z, at + step, ORDER).add(bias1);
            FloatVector x2 = fromMemorySegment(SPECIES, z, at + 2 * step, ORDER).add(bias2);
            FloatVector x3 = fromMemorySegment(SPECIES, z, at + 3 * step, ORDER).add(bias3);
            x0.blend(least, x0.compare(VectorOperators.LT, least)).intoMemorySegment(z, at, ORDER);
            x1.blend(least, x1.compare(VectorOperators.LT, least)).intoMemorySegment(z, at + step, ORDER);
            x2.blend(least, x2.compare(VectorOperators.LT, least)).intoMemorySegment(z, at + 2 * step, ORDER);
            x3.blend(least, x3.compare(VectorOperators.LT, least)).intoMemorySegment(z, at + 3 * step, ORDER);
            at += rowBytes;
        }
    }

    private static void oneRegister(
            MemorySegment bias, long biasAt, float least, MemorySegment z, long from, long rowBytes, int rows) {
        OffHeap.require(bias, z);
        FloatVector b = fromMemorySegment(SPECIES, bias, biasAt, ORDER);
        long at = from;
        for (int r = 0; r < rows; r++) {
            FloatVector x = fromMemorySegment(SPECIES, z, at, ORDER).add(b);
            x.blend(least, x.compare(VectorOperators.LT, least)).intoMemorySegment(z, at, ORDER);
            at += rowBytes;
        }
    }

    private static void oneColumn(
            MemorySegment bias, long biasAt, float least, MemorySegment z, long from, long rowBytes, int rows) {
        OffHeap.require(bias, z);
        float b = bias.get(ValueLayout.JAVA_FLOAT, biasAt);
        long at = from;
        for (int r = 0; r < rows; r++) {
            float x = z.get(ValueLayout.JAVA_FLOAT, at) + b;
            z.set(ValueLayout.JAVA_FLOAT, at, x < least ? least : x);
            at += rowBytes;
        }
    }
}
