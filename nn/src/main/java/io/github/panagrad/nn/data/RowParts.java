package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.RandomKey;

/**
 * How the samples of a training are dealt to the parts of its batches: each part of a batch takes its rows from the samples of that
 * part alone, so that several workers can each hold the samples of some parts.
 *
 * <p>A permutation of all samples, a function of the seed, is cut into the parts: whatever the order of the samples, sorted by class
 * for instance, each part is a fair draw. The permutation is computed sample by sample and needs no memory. A value; threads may
 * share it.
 *
 * @param samples how many samples there are, of all parts
 * @param batchSize the rows of a batch, of all parts
 * @param parts how many parts a batch has
 * @param seed determines which samples are whose
 */
public record RowParts(long samples, int batchSize, int parts, long seed) {
    /** Enough for each bit of the result to depend on every bit of the position. */
    private static final int ROUNDS = 6;

    /** Keeps these random numbers apart from others of the same seed. */
    private static final long PURPOSE = 0x5041_5254_53L;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is below 1, or a batch or all samples are fewer than the parts
     */
    public RowParts {
        require(samples, batchSize, parts);
    }

    /**
     * Checks that batches can have a number of parts.
     *
     * @throws IllegalArgumentException if a number is below 1, or a batch or all samples are fewer than the parts
     */
    public static void require(long samples, int batchSize, int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("the parts of a batch must be at least 1, found " + parts);
        }
        if (batchSize < parts) {
            throw new IllegalArgumentException("a batch of " + batchSize + " rows cannot have " + parts
                    + " parts; enlarge it, or lower the parts");
        }
        if (samples < parts) {
            throw new IllegalArgumentException("there are " + samples + " training samples for the " + parts
                    + " parts of a batch; give more, or lower the parts");
        }
    }

    /**
     * Returns the first row of a part of a batch.
     *
     * @param rows the rows of the batch, of all parts
     * @param part the part, from 0; the number of parts for the end of the last
     */
    public static int firstRow(int rows, int part, int parts) {
        return (int) ((long) rows * part / parts);
    }

    /** Returns how many samples the parts before one have; the number of parts for all samples. */
    public long firstOf(int part) {
        int last = (int) (samples % batchSize);
        return samples / batchSize * firstRow(batchSize, part, parts) + firstRow(last, part, parts);
    }

    /** Returns how many samples a part has. */
    public long sizeOf(int part) {
        return firstOf(part + 1) - firstOf(part);
    }

    /**
     * Returns the place of a sample in the order in which samples are dealt: those of part 0 first.
     *
     * @param sample its number, from 0
     */
    public long placeOf(long sample) {
        requireNumber(sample);
        long place = sample;
        do {
            place = encrypt(place);
        } while (place >= samples);
        return place;
    }

    /**
     * Returns the sample at a place, the inverse of {@link #placeOf}.
     *
     * @param place from 0
     */
    public long sampleAt(long place) {
        requireNumber(place);
        long sample = place;
        do {
            sample = decrypt(sample);
        } while (sample >= samples);
        return sample;
    }

    /** Returns the part of a sample. */
    public int partOf(long sample) {
        long place = placeOf(sample);
        int part = (int) Math.min(parts - 1, place / Math.max(1, samples / parts));
        while (place < firstOf(part)) {
            part--;
        }
        while (place >= firstOf(part + 1)) {
            part++;
        }
        return part;
    }

    private void requireNumber(long number) {
        if (number < 0 || number >= samples) {
            throw new IndexOutOfBoundsException("sample " + number + " of " + samples);
        }
    }

    /**
     * A Feistel network on the fewest even number of bits that the samples need; what falls beyond them is encrypted again (Black and
     * Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
     */
    private long encrypt(long value) {
        int half = halfBits();
        long mask = (1L << half) - 1;
        long left = value >>> half;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (mixed(right, round) & mask);
            left = right;
            right = next;
        }
        return left << half | right;
    }

    private long decrypt(long value) {
        int half = halfBits();
        long mask = (1L << half) - 1;
        long left = value >>> half;
        long right = value & mask;
        for (int round = ROUNDS - 1; round >= 0; round--) {
            long previous = right ^ (mixed(left, round) & mask);
            right = left;
            left = previous;
        }
        return left << half | right;
    }

    private int halfBits() {
        return Math.max(1, Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(samples - 1), 2));
    }

    private long mixed(long value, int round) {
        return RandomKey.fold(RandomKey.fold(seed ^ PURPOSE, round), value);
    }
}
