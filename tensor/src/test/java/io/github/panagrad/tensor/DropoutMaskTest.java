package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.kernel.DropoutMask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dropout masks: which bits they hold, however they are filled and cut. */
class DropoutMaskTest {
    private static final List<int[]> SHAPES = List.of(
            new int[] {1, 1}, new int[] {3, 13}, new int[] {5, 64}, new int[] {17, 65}, new int[] {3, 207}, new int[] {
                2, 1031
            });

    /** Of the masks whose independence is tested. */
    private static final int COLUMNS = 200;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private static boolean[][] bits(DropoutMask mask) {
        boolean[][] bits = new boolean[mask.rows()][mask.columns()];
        for (int r = 0; r < mask.rows(); r++) {
            for (int c = 0; c < mask.columns(); c++) {
                bits[r][c] = mask.get(r, c);
            }
        }
        return bits;
    }

    /** The mixing function written down once more, in 64-bit arithmetic modulo 2^32. */
    private static long mixed(long key, long position) {
        long modulus = 1L << 32;
        long x = (position + key) & (modulus - 1);
        x = ((x ^ (x / 65536)) * 0x7FEB352DL) % modulus;
        x = Long.remainderUnsigned(x, modulus) ^ (key >>> 32);
        x = Long.remainderUnsigned((x ^ (x / 32768)) * 0x846CA68BL, modulus);
        return x ^ (x / 65536);
    }

    /** Column {@code 64 w + 32 g + 16 h + i} takes half h of the number at position {@code 32 w + 16 g + i} of its row. */
    private static boolean definition(long key, long row, int column, int columns, double dropProbability) {
        int words = (columns + 63) / 64;
        long position = (row * words + column / 64) * 32 + (column % 64 / 32) * 16L + column % 16;
        long drawn = (mixed(key, position) >>> (column % 32 / 16 * 16)) & 0xFFFF;
        return drawn >= Math.round(dropProbability * 65536);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void everyBitIsAsDefined(KernelSet set) {
        for (int[] shape : SHAPES) {
            for (double p : new double[] {0, 0.2, 0.5, 0.999}) {
                for (int firstRow : new int[] {0, 77, Integer.MAX_VALUE}) {
                    DropoutMask mask = DropoutMask.allocate(slab, shape[0], shape[1]);
                    long key = RandomKey.of(9).fold(firstRow).bits();
                    set.kernels().fillMask(mask, key, firstRow, p);
                    for (int r = 0; r < shape[0]; r++) {
                        for (int c = 0; c < shape[1]; c++) {
                            boolean expected = definition(key, (long) firstRow + r, c, shape[1], p);
                            assertEquals(expected, mask.get(r, c), set + " at " + r);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void theMaskIsTheSameHoweverRowsAreDivided(KernelSet set) {
        DropoutMask whole = DropoutMask.allocate(slab, 23, 130);
        set.kernels().fillMask(whole, 5, 0, 0.3);
        for (int shard : new int[] {1, 4, 7, 23}) {
            DropoutMask parts = DropoutMask.allocate(slab, 23, 130);
            for (int from = 0; from < 23; from += shard) {
                int to = Math.min(23, from + shard);
                set.kernels().fillMask(parts.rowRange(from, to), 5, from, 0.3);
            }
            assertArrayEquals(bits(whole), bits(parts));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void dropsAsManyAsAskedFor(KernelSet set) {
        int rows = 100;
        int columns = 300;
        for (double p : new double[] {0.1, 0.5, 0.9}) {
            DropoutMask mask = DropoutMask.allocate(slab, rows, columns);
            set.kernels().fillMask(mask, RandomKey.of(3).bits(), 0, p);
            int dropped = 0;
            int runs = 0;
            boolean[][] bits = bits(mask);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    dropped += bits[r][c] ? 0 : 1;
                    runs += c > 0 && !bits[r][c] && !bits[r][c - 1] ? 1 : 0;
                }
            }
            double n = rows * columns;
            assertEquals(p, dropped / n, 4 * Math.sqrt(p * (1 - p) / n));
            // Neighbours are dropped together as often as chance has it.
            assertEquals(p * p, runs / (n - rows), 5 * Math.sqrt(p * p / n));
        }
    }

    /** What a mask drops is 1 - p, what it keeps -p: 0 on average. */
    private double[][] centred(KernelSet set, long key, int rows, double p) {
        DropoutMask mask = DropoutMask.allocate(slab, rows, COLUMNS);
        set.kernels().fillMask(mask, key, 0, p);
        double[][] centred = new double[rows][COLUMNS];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < COLUMNS; c++) {
                centred[r][c] = mask.get(r, c) ? -p : 1 - p;
            }
        }
        return centred;
    }

    /**
     * The mean of the products of n independent pairs, each divided by its standard deviation p (1 - p), is 0 give or take
     * 1 / √n. Five times that is exceeded once in 1.7 million times; the tests below ask less than a hundred times.
     */
    private static void requireIndependent(double[][] a, int fromA, double[][] b, int fromB, int rows, double p) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < COLUMNS; c++) {
                sum += a[fromA + r][c] * b[fromB + r][c];
            }
        }
        double n = (double) rows * COLUMNS;
        assertEquals(0, sum / n / (p * (1 - p)), 5 / Math.sqrt(n));
    }

    /** Keys as a training has them: of consecutive steps, and in each of consecutive layers. */
    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void masksOfDifferentKeysAreIndependent(KernelSet set) {
        int rows = 128;
        for (double p : new double[] {0.25, 0.5}) {
            List<double[][]> masks = new ArrayList<>();
            for (int step = 1; step <= 4; step++) {
                for (int layer = 0; layer < 2; layer++) {
                    long key = RandomKey.of(3).fold(step).fold(layer).bits();
                    masks.add(centred(set, key, rows, p));
                }
            }
            for (int i = 0; i < masks.size(); i++) {
                for (int j = 0; j < i; j++) {
                    requireIndependent(masks.get(i), 0, masks.get(j), 0, rows, p);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void neighbouringRowsAreIndependent(KernelSet set) {
        int rows = 512;
        for (double p : new double[] {0.25, 0.5}) {
            double[][] mask = centred(set, RandomKey.of(3).fold(1).bits(), rows, p);
            for (int distance = 1; distance <= 8; distance++) {
                requireIndependent(mask, 0, mask, distance, rows - distance, p);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void fillingWritesWholeRowsAndNoMore(KernelSet set) {
        DropoutMask whole = DropoutMask.allocate(slab, 5, 70);
        for (int r = 0; r < 5; r++) {
            for (int c = 0; c < 70; c++) {
                whole.set(r, c, (r + c) % 3 == 0);
            }
        }
        set.kernels().fillMask(whole.rowRange(2, 4), 1, 2, 0);
        for (int r = 0; r < 5; r++) {
            for (int c = 0; c < 70; c++) {
                assertEquals(r == 2 || r == 3 || (r + c) % 3 == 0, whole.get(r, c));
            }
        }
        set.kernels().fillMask(whole.rowRange(5, 5), 1, 5, 0.5);
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void wrongArgumentsAreRefused(KernelSet set) {
        DropoutMask mask = DropoutMask.allocate(slab, 3, 130);
        for (double p : new double[] {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = Refusal.of(() -> set.kernels().fillMask(mask, 1, 0, p));
            assertTrue(message.contains("" + p), message);
        }
        Refusal.of(() -> set.kernels().fillMask(mask, 1, -1, 0.5));
        Refusal.of(() -> set.kernels().fillMask(mask.columnRange(64, 130), 1, 0, 0.5));
        Tensor z = slab.allocate(set.dtype(), 3, 130);
        Tensor bias = slab.allocate(set.dtype(), 1, 130);
        z.fill(7);
        for (double keep : new double[] {0, -1, 1.01, Double.NaN}) {
            Refusal.of(() -> set.kernels().activate(Activation.relu(), bias, mask, keep, z, null));
            Refusal.of(() -> set.kernels().activationGradient(Activation.relu(), z, null, mask, keep, z));
        }
        for (DropoutMask other : new DropoutMask[] {mask.rowRange(0, 2), mask.columnRange(0, 129)}) {
            Refusal.of(() -> set.kernels().activate(Activation.relu(), bias, other, 0.5, z, null));
            Refusal.of(() -> set.kernels().activationGradient(Activation.relu(), z, null, other, 0.5, z));
        }
        assertEquals(7, z.get(2, 129));
    }

    @Test
    void viewsShareBits() {
        DropoutMask whole = DropoutMask.allocate(slab, 7, 200);
        whole.set(4, 130, true);
        DropoutMask view = whole.rowRange(2, 7).columnRange(128, 200).rowRange(1, 4);
        assertEquals(3, view.rows());
        assertEquals(72, view.columns());
        assertTrue(view.get(1, 2));
        view.set(1, 2, false);
        view.set(2, 71, true);
        assertFalse(whole.get(4, 130));
        assertTrue(whole.get(5, 199));
        assertThrows(IndexOutOfBoundsException.class, () -> view.get(3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> view.get(0, 72));
        assertThrows(IndexOutOfBoundsException.class, () -> view.set(-1, 0, true));
        assertThrows(IndexOutOfBoundsException.class, () -> whole.rowRange(3, 8));
        assertThrows(IndexOutOfBoundsException.class, () -> whole.columnRange(0, 201));
        assertThrows(IllegalArgumentException.class, () -> whole.columnRange(63, 128));
        for (DropoutMask empty : new DropoutMask[] {
            view.rowRange(3, 3), view.columnRange(64, 64), whole.columnRange(192, 192), view.rowRange(0, 0)
        }) {
            assertEquals(0, empty.rows() * empty.columns());
        }
    }
}
