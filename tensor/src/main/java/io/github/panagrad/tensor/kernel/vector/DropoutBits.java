package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.MaskHash;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Dropout masks, a register of positions at a time, with the bits of the scalar {@link MaskHash}. */
final class DropoutBits {
    /** Of at most 16 lanes, so that a register's bits lie together in a word: the same mask for every width. */
    private static final VectorSpecies<Integer> SPECIES = atMost16Lanes();

    private static final int LANES = SPECIES.length();
    private static final int HALF = 0xFFFF;
    private static final IntVector INDEX = IntVector.zero(SPECIES).addIndex(1);

    private DropoutBits() {}

    private static VectorSpecies<Integer> atMost16Lanes() {
        VectorSpecies<Integer> preferred = IntVector.SPECIES_PREFERRED;
        return preferred.length() > 16 ? IntVector.SPECIES_512 : preferred;
    }

    static void fill(DropoutMask mask, long key, int firstRow, int threshold) {
        int words = mask.wordsPerRow();
        for (int r = 0; r < mask.rows(); r++) {
            int position = (firstRow + r) * words * DropoutMask.POSITIONS_PER_WORD;
            row(mask.segment(), mask.offset(r), words, (int) key + position, (int) (key >>> 32), threshold);
        }
    }

    private static void row(MemorySegment bits, long row, int words, int first, int key, int threshold) {
        OffHeap.require(bits);
        int position = first;
        for (int w = 0; w < words; w++) {
            long word = 0;
            for (int lane = 0; lane < 16; lane += LANES) {
                IntVector x = INDEX.add(position + lane);
                x = x.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.XOR, x);
                x = x.mul(MaskHash.FIRST).lanewise(VectorOperators.XOR, key);
                x = x.lanewise(VectorOperators.LSHR, 15).lanewise(VectorOperators.XOR, x);
                x = x.mul(MaskHash.SECOND);
                x = x.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.XOR, x);
                IntVector y = INDEX.add(position + 16 + lane);
                y = y.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.XOR, y);
                y = y.mul(MaskHash.FIRST).lanewise(VectorOperators.XOR, key);
                y = y.lanewise(VectorOperators.LSHR, 15).lanewise(VectorOperators.XOR, y);
                y = y.mul(MaskHash.SECOND);
                y = y.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.XOR, y);
                long low = x.and(HALF).compare(VectorOperators.GE, threshold).toLong()
                        | y.and(HALF).compare(VectorOperators.GE, threshold).toLong() << 32;
                x = x.lanewise(VectorOperators.LSHR, 16);
                y = y.lanewise(VectorOperators.LSHR, 16);
                long high = x.compare(VectorOperators.GE, threshold).toLong()
                        | y.compare(VectorOperators.GE, threshold).toLong() << 32;
                word |= (low | high << 16) << lane;
            }
            bits.set(DropoutMask.LAYOUT, row + ((long) w << 3), word);
            position += DropoutMask.POSITIONS_PER_WORD;
        }
    }
}
