package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.DropoutMask;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/** A dropout mask applied to elements. */
final class DropoutF64 {
    private DropoutF64() {}

    /** Multiplies the kept elements of row {@code r} by {@code scale} and sets the others to 0. */
    static void apply(DropoutMask mask, int r, double scale, MemorySegment x, long row, int columns) {
        MemorySegment bits = mask.segment();
        OffHeap.require(bits, x);
        long words = mask.offset(r);
        double factor = scale;
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += Long.SIZE) {
            long word = bits.get(DropoutMask.LAYOUT, words + (c >>> 3));
            int end = Math.min(bound, c + Long.SIZE);
            for (int i = c; i < end; i += LANES) {
                long at = row + ((long) i << SHIFT);
                VectorMask<Double> kept = VectorMask.fromLong(SPECIES, word);
                word >>>= LANES;
                DoubleVector scaled = fromMemorySegment(SPECIES, x, at, ORDER).mul(factor);
                zero(SPECIES).blend(scaled, kept).intoMemorySegment(x, at, ORDER);
            }
        }
        if (bound < columns) {
            long at = row + ((long) bound << SHIFT);
            long word = bits.get(DropoutMask.LAYOUT, words + ((bound / Long.SIZE) << 3));
            VectorMask<Double> kept = VectorMask.fromLong(SPECIES, word >>> (bound % Long.SIZE));
            VectorMask<Double> rest = SPECIES.indexInRange(bound, columns);
            DoubleVector scaled = fromMemorySegment(SPECIES, x, at, ORDER, rest).mul(factor);
            zero(SPECIES).blend(scaled, kept).intoMemorySegment(x, at, ORDER, rest);
        }
    }
}
