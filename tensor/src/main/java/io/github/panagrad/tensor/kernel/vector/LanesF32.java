package io.github.panagrad.tensor.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The float registers of this machine: loads, stores, and sums in an order that never changes. */
final class LanesF32 {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    static final int SHIFT = 2;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Lane {@code i} from lane {@code (i + LANES / 2) % LANES}, then a quarter, an eighth, a sixteenth. */
    private static final VectorShuffle<Float> HALF = rotation(2);

    private static final VectorShuffle<Float> QUARTER = rotation(4);
    private static final VectorShuffle<Float> EIGHTH = rotation(8);
    private static final VectorShuffle<Float> SIXTEENTH = rotation(16);

    private LanesF32() {}

    private static VectorShuffle<Float> rotation(int fraction) {
        int distance = LANES / fraction;
        return VectorShuffle.fromOp(SPECIES, i -> (i + distance) % LANES);
    }

    /** Returns the mask of what is left of {@code length} elements from {@code position} on. */
    static VectorMask<Float> rest(int position, int length) {
        return SPECIES.indexInRange(position, length);
    }

    static FloatVector zero() {
        return FloatVector.zero(SPECIES);
    }

    static FloatVector all(double value) {
        return FloatVector.broadcast(SPECIES, (float) value);
    }

    static FloatVector load(MemorySegment segment, long offset) {
        return FloatVector.fromMemorySegment(SPECIES, segment, offset, ORDER);
    }

    /** Loads under a mask; the other lanes are 0. */
    static FloatVector load(MemorySegment segment, long offset, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(SPECIES, segment, offset, ORDER, mask);
    }

    static void store(FloatVector vector, MemorySegment segment, long offset) {
        vector.intoMemorySegment(segment, offset, ORDER);
    }

    static void store(FloatVector vector, MemorySegment segment, long offset, VectorMask<Float> mask) {
        vector.intoMemorySegment(segment, offset, ORDER, mask);
    }

    /**
     * Returns the sum of the lanes. Unlike {@code reduceLanes(ADD)}, whose order is unspecified, it folds the register
     * in halves, so that interpreted and compiled code give the same bits.
     */
    static float sum(FloatVector vector) {
        FloatVector folded = vector.add(vector.rearrange(HALF));
        if (LANES >= 4) {
            folded = folded.add(folded.rearrange(QUARTER));
        }
        if (LANES >= 8) {
            folded = folded.add(folded.rearrange(EIGHTH));
        }
        if (LANES >= 16) {
            folded = folded.add(folded.rearrange(SIXTEENTH));
        }
        return folded.lane(0);
    }
}
