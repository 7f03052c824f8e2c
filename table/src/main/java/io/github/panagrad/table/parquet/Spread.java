package io.github.panagrad.table.parquet;

/**
 * Moves values that follow each other to their places among nulls, in the same array: from the last one on, so that none is
 * overwritten before it is moved. A null's place keeps whatever was there.
 */
final class Spread {
    private Spread() {}

    /** Moves booleans; a level is 1 for a value and 0 for a null. */
    static void spread(boolean[] values, int[] levels, int present, int count) {
        int from = present;
        for (int i = count - 1; i >= from; i--) {
            if (levels[i] != 0) {
                values[i] = values[--from];
            }
        }
    }

    /** Moves ints; a level is 1 for a value and 0 for a null. */
    static void spread(int[] values, int[] levels, int present, int count) {
        int from = present;
        for (int i = count - 1; i >= from; i--) {
            if (levels[i] != 0) {
                values[i] = values[--from];
            }
        }
    }

    /** Moves longs; a level is 1 for a value and 0 for a null. */
    static void spread(long[] values, int[] levels, int present, int count) {
        int from = present;
        for (int i = count - 1; i >= from; i--) {
            if (levels[i] != 0) {
                values[i] = values[--from];
            }
        }
    }

    /** Moves floats; a level is 1 for a value and 0 for a null. */
    static void spread(float[] values, int[] levels, int present, int count) {
        int from = present;
        for (int i = count - 1; i >= from; i--) {
            if (levels[i] != 0) {
                values[i] = values[--from];
            }
        }
    }

    /** Moves doubles; a level is 1 for a value and 0 for a null. */
    static void spread(double[] values, int[] levels, int present, int count) {
        int from = present;
        for (int i = count - 1; i >= from; i--) {
            if (levels[i] != 0) {
                values[i] = values[--from];
            }
        }
    }
}
