package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generator against its authors' vectors and against its definition, written as a loop. */
class ThreefryTest {
    private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};

    /** Skein's key schedule and mixing function, as section 2.3 of the paper has it. */
    static long definition(long key, long counter, int rounds) {
        int[] ks = {(int) key, (int) (key >>> 32), 0x1BD11BDA ^ (int) key ^ (int) (key >>> 32)};
        int x0 = (int) counter + ks[0];
        int x1 = (int) (counter >>> 32) + ks[1];
        for (int round = 0; round < rounds; round++) {
            x0 += x1;
            x1 = Integer.rotateLeft(x1, ROTATIONS[round / 4 % 2][round % 4]) ^ x0;
            if (round % 4 == 3) {
                int injection = round / 4 + 1;
                x0 += ks[injection % 3];
                x1 += ks[(injection + 1) % 3] + injection;
            }
        }
        return (x0 & 0xFFFF_FFFFL) | ((long) x1 << 32);
    }

    private static long packed(String low, String high) {
        return Long.parseLong(low, 16) | (Long.parseLong(high, 16) << 32);
    }

    /** The lines "threefry2x32 20" of the file kat_vectors of Random123. */
    @ParameterizedTest
    @CsvSource({
        "00000000,00000000,00000000,00000000,6b200159,99ba4efe",
        "ffffffff,ffffffff,ffffffff,ffffffff,1cb996fc,bb002be7",
        "243f6a88,85a308d3,13198a2e,03707344,c4923a9c,483df7a0"
    })
    void knownAnswers(String c0, String c1, String k0, String k1, String x0, String x1) {
        assertEquals(packed(x0, x1), Threefry.block(packed(k0, k1), packed(c0, c1)));
        assertEquals(packed(x0, x1), definition(packed(k0, k1), packed(c0, c1), 20));
    }

    /** The lines "threefry2x32 13", which test the definition itself. */
    @ParameterizedTest
    @CsvSource({
        "00000000,00000000,00000000,00000000,9d1c5ec6,8bd50731",
        "ffffffff,ffffffff,ffffffff,ffffffff,fd36d048,2d17272c",
        "243f6a88,85a308d3,13198a2e,03707344,ba3e4725,f27d669e"
    })
    void knownAnswersOfFewerRounds(String c0, String c1, String k0, String k1, String x0, String x1) {
        assertEquals(packed(x0, x1), definition(packed(k0, k1), packed(c0, c1), 13));
    }

    @Test
    void equalsItsDefinition() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            long key = random.nextLong();
            long counter = random.nextLong();
            assertEquals(definition(key, counter, 20), Threefry.block(key, counter));
        }
    }

    @Test
    void everyBitOfKeyAndCounterCountsForHalfTheOutput() {
        long flips = 0;
        for (int bit = 0; bit < 64; bit++) {
            long plain = Threefry.block(123456789, 42);
            long otherCounter = plain ^ Threefry.block(123456789, 42 ^ (1L << bit));
            long otherKey = plain ^ Threefry.block(123456789 ^ (1L << bit), 42);
            assertNotEquals(0, otherCounter);
            assertNotEquals(0, otherKey);
            flips += Long.bitCount(otherCounter) + Long.bitCount(otherKey);
        }
        // 128 blocks of 64 bits: 4096 flips are expected, with a standard deviation of 45.
        assertEquals(4096, (double) flips, 200);
    }
}
