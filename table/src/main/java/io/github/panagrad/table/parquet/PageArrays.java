package io.github.panagrad.table.parquet;

/**
 * Where the values of a run are decoded to. All columns of a file share them, as one is read after the other, so that they stay in the
 * processor's cache. Used by one thread.
 */
final class PageArrays {
    /** The most values of a run. */
    static final int ROWS = 8192;

    /** For each value 1, or 0 if it is null. */
    final int[] levels = new int[ROWS];

    final int[] indices = new int[ROWS];
    final int[] starts = new int[ROWS];
    final int[] ends = new int[ROWS];
    final boolean[] booleans = new boolean[ROWS];
    final int[] ints = new int[ROWS];
    final long[] longs = new long[ROWS];
    final float[] floats = new float[ROWS];
    final double[] doubles = new double[ROWS];

    /** A page as it is in the file. */
    byte[] compressed = {};
}
