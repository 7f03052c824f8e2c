package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.panagrad.tensor.DropoutMask;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** A dropout mask applied to elements. */
final class DropoutF32 {
    private DropoutF32() {}

    /** Multiplies the kept elements of row {@code r} by {@code scale} and sets the others to 0. */
    static void apply(DropoutMask mask, int r, double scale, MemorySegment x, long row, int columns) {
        MemorySegment bits = mask.segment();
        OffHeap.require(bits, x);
        long words = mask.offset(r);
        float factor = (float) scale;
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += Long.SIZE) {
            long word = bits.get(DropoutMask.LAYOUT, words + (c >>> 3));
            int end = Math.min(bound, c + Long.SIZE);
            for (int i = c; i < end; i += LANES) {
                long at = row + ((long) i << SHIFT);
                VectorMask<Float> kept = VectorMask.fromLong(SPECIES, word);
                word >>>= LANES;
                FloatVector scaled = fromMemorySegment(SPECIES, x, at, ORDER).mul(factor);
                zero(SPECIES).blend(scaled, kept).intoMemorySegment(x, at, ORDER);
            }
        }
        if (bound < columns) {
            long at = row + ((long) bound << SHIFT);
            long word = bits.get(DropoutMask.LAYOUT, words + ((bound / Long.SIZE) << 3));
            VectorMask<Float> kept = VectorMask.fromLong(SPECIES, word >>> (bound % Long.SIZE));
            VectorMask<Float> rest = SPECIES.indexInRange(bound, columns);
            FloatVector scaled = fromMemorySegment(SPECIES, x, at, ORDER, rest).mul(factor);
            zero(SPECIES).blend(scaled, kept).intoMemorySegment(x, at, ORDER, rest);
        }
    }
}
