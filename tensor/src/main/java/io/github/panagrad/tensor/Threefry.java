package io.github.panagrad.tensor;

/**
 * The counter-based generator Threefry-2x32 with 20 rounds: 64 random bits as a pure function of a 64-bit key and a
 * 64-bit counter.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC'11; the rotations and the
 * test vectors are those of the authors' Random123 library. It needs only 32-bit additions, rotations and exclusive
 * ors, so that a vector register computes many blocks at once, with the same bits as this scalar form.
 *
 * <p>A key or counter is packed as {@code low word | high word << 32}, and so is the result.
 */
final class Threefry {
    /** The key schedule's parity constant, of Skein. */
    static final int PARITY = 0x1BD11BDA;

    private Threefry() {}

    /** Returns the 64 random bits at {@code counter} of the sequence that {@code key} names. */
    static long block(long key, long counter) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int k2 = PARITY ^ k0 ^ k1;
        int x0 = (int) counter + k0;
        int x1 = (int) (counter >>> 32) + k1;

        x0 += x1;
        x1 = Integer.rotateLeft(x1, 13) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 15) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 26) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 6) ^ x0;
        x0 += k1;
        x1 += k2 + 1;

        x0 += x1;
        x1 = Integer.rotateLeft(x1, 17) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 29) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 16) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 24) ^ x0;
        x0 += k2;
        x1 += k0 + 2;

        x0 += x1;
        x1 = Integer.rotateLeft(x1, 13) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 15) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 26) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 6) ^ x0;
        x0 += k0;
        x1 += k1 + 3;

        x0 += x1;
        x1 = Integer.rotateLeft(x1, 17) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 29) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 16) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 24) ^ x0;
        x0 += k1;
        x1 += k2 + 4;

        x0 += x1;
        x1 = Integer.rotateLeft(x1, 13) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 15) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 26) ^ x0;
        x0 += x1;
        x1 = Integer.rotateLeft(x1, 6) ^ x0;
        x0 += k2;
        x1 += k0 + 5;

        return (x0 & 0xFFFF_FFFFL) | ((long) x1 << 32);
    }
}
