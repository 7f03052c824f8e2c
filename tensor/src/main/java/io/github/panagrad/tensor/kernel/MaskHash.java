package io.github.panagrad.tensor.kernel;

/**
 * The random bits of dropout masks: 32 as a pure function of a 64-bit key and a 32-bit position, enough for two elements.
 *
 * <p>It is the mixing function "lowbias32" of Wellons' hash prospector, two rounds of shifts and multiplications that a
 * search chose so that a change of any input bit changes each output bit about half the time; one half of the key is
 * added before it, the other is mixed in between. Cheaper by far than Threefry, from which the keys come: drawing a
 * mask must cost little compared with the layer's matrix product. A vector register computes many positions at once, with the
 * same bits as this scalar form.
 */
public final class MaskHash {
    /** The factor of the first round. */
    public static final int FIRST = 0x7FEB352D;

    /** The factor of the second round. */
    public static final int SECOND = 0x846CA68B;

    private MaskHash() {}

    /** Returns the 32 random bits at a position. */
    public static int bits(long key, int position) {
        int x = position + (int) key;
        x ^= x >>> 16;
        x *= FIRST;
        x ^= (int) (key >>> 32);
        x ^= x >>> 15;
        x *= SECOND;
        x ^= x >>> 16;
        return x;
    }
}
