package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Threefry;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dropout masks by Threefry-2x32-20, a register of blocks at a time, with the bits of the scalar {@link Threefry}.
 *
 * <p>A word of 64 columns takes 16 consecutive blocks, one a lane; bit {@code 16 q + lane} is decided by the
 * {@code q}th 16 bits of the lane's block. So the mask is the same for every width of register that divides 16.
 */
final class DropoutBits {
    private static final VectorSpecies<Integer> SPECIES = narrowest();
    private static final int LANES = SPECIES.length();
    private static final int HALF = 0xFFFF;
    private static final IntVector INDEX = IntVector.zero(SPECIES).addIndex(1);

    private DropoutBits() {}

    private static VectorSpecies<Integer> narrowest() {
        VectorSpecies<Integer> preferred = IntVector.SPECIES_PREFERRED;
        return preferred.length() > DropoutMask.BLOCKS_PER_WORD ? IntVector.SPECIES_512 : preferred;
    }

    static void fill(DropoutMask mask, long key, int firstRow, int threshold) {
        MemorySegment bits = mask.segment();
        int words = mask.wordsPerRow();
        for (int r = 0; r < mask.rows(); r++) {
            long counter = ((long) firstRow + r) * words * DropoutMask.BLOCKS_PER_WORD;
            long at = mask.offset(r);
            for (int w = 0; w < words; w++) {
                bits.set(
                        DropoutMask.LAYOUT,
                        at + ((long) w << 3),
                        word((int) key, (int) (key >>> 32), counter, threshold));
                counter += DropoutMask.BLOCKS_PER_WORD;
            }
        }
    }

    private static long word(int k0, int k1, long counter, int threshold) {
        int k2 = Threefry.PARITY ^ k0 ^ k1;
        long word = 0;
        for (int lane = 0; lane < DropoutMask.BLOCKS_PER_WORD; lane += LANES) {
            // The counter is a multiple of 16, so that adding a lane never carries into the high word.
            IntVector x0 = INDEX.add((int) counter + lane + k0);
            IntVector x1 = IntVector.broadcast(SPECIES, (int) (counter >>> 32) + k1);
            for (int group = 0; group < 5; group++) {
                boolean even = (group & 1) == 0;
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, even ? 13 : 17).lanewise(VectorOperators.XOR, x0);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, even ? 15 : 29).lanewise(VectorOperators.XOR, x0);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, even ? 26 : 16).lanewise(VectorOperators.XOR, x0);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, even ? 6 : 24).lanewise(VectorOperators.XOR, x0);
                // The three key words take turns: 1 2, 2 0, 0 1, 1 2, 2 0.
                int turn = group % 3;
                x0 = x0.add(turn == 0 ? k1 : turn == 1 ? k2 : k0);
                x1 = x1.add((turn == 0 ? k2 : turn == 1 ? k0 : k1) + group + 1);
            }
            long kept = x0.and(HALF).compare(VectorOperators.GE, threshold).toLong()
                    | x0.lanewise(VectorOperators.LSHR, 16)
                                    .compare(VectorOperators.GE, threshold)
                                    .toLong()
                            << 16
                    | x1.and(HALF).compare(VectorOperators.GE, threshold).toLong() << 32
                    | x1.lanewise(VectorOperators.LSHR, 16)
                                    .compare(VectorOperators.GE, threshold)
                                    .toLong()
                            << 48;
            word |= kept << lane;
        }
        return word;
    }
}
