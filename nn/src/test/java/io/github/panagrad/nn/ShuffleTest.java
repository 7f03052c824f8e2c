package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every order is a permutation, is a function of its key, and mixes what it says it mixes. */
class ShuffleTest {
    private static final int[] SIZES = {1, 2, 13, 207, 1000, 4099};

    static Stream<Shuffle> cases() {
        return Stream.of(
                Shuffle.none(),
                Shuffle.rows(),
                Shuffle.auto(),
                Shuffle.blocks(1, 1),
                Shuffle.blocks(1, 5),
                Shuffle.blocks(13, 1),
                Shuffle.blocks(16, 3),
                Shuffle.blocks(1000, 2),
                Shuffle.blocks(Integer.MAX_VALUE, Integer.MAX_VALUE),
                Shuffle.blocks(3, Integer.MAX_VALUE));
    }

    /** Every third row of a table, from the last. */
    private static Dataset data(int size) {
        double[][] x = new double[3 * size][1];
        Dataset all = Dataset.of(x, new int[3 * size]);
        return all.subset(IntStream.range(0, size).map(i -> 3 * (size - 1 - i)).toArray());
    }

    private static int[] order(Shuffle shuffle, Dataset data, long key) {
        int[] order = new int[data.size()];
        Arrays.fill(order, -1);
        shuffle.order(data, RandomKey.of(key), order);
        return order;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everySampleOnce(Shuffle shuffle) {
        for (int size : SIZES) {
            Dataset data = data(size);
            int[] sorted = order(shuffle, data, 7);
            Arrays.sort(sorted);
            assertArrayEquals(IntStream.range(0, size).map(i -> 3 * i).toArray(), sorted, () -> size + " samples");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theSameKeyTheSameOrder(Shuffle shuffle) {
        Dataset data = data(4099);
        assertArrayEquals(order(shuffle, data, 7), order(shuffle, data, 7));
        boolean isSame = Arrays.equals(order(shuffle, data, 7), order(shuffle, data, 8));
        boolean hasOneOrderOnly =
                shuffle instanceof Shuffle.None || shuffle.equals(Shuffle.blocks(Integer.MAX_VALUE, 1));
        assertEquals(hasOneOrderOnly, isSame);
    }

    @Test
    void noneIsTheOrderOfTheData() {
        Dataset data = data(13);
        assertArrayEquals(data.rows(), order(Shuffle.none(), data, 1));
    }

    /** A window holds whole blocks, but for the last block, wherever it stands. */
    @Test
    void aWindowIsOfWholeBlocks() {
        int rows = 16;
        int window = 4;
        int size = 16 * 37 + 5;
        Dataset data = Dataset.of(new double[size][1], new int[size]);
        int[] order = order(Shuffle.blocks(rows, window), data, 3);
        int at = 0;
        boolean moved = false;
        while (at < size) {
            int[] blocks = new int[38];
            int windowRows = 0;
            int begin = at;
            // As many rows as four blocks have, of which one may be the short one.
            while (at < size && windowRows < rows * window) {
                blocks[order[at] / rows]++;
                at++;
                windowRows++;
                if (blocks[37] == 5 && windowRows == rows * (window - 1) + 5) {
                    break;
                }
            }
            moved |= !isSorted(Arrays.copyOfRange(order, begin, at));
            long touched = Arrays.stream(blocks).filter(count -> count > 0).count();
            assertTrue(touched <= window, () -> "blocks " + Arrays.toString(blocks));
        }
        assertTrue(moved);
    }

    private static boolean isSorted(int[] values) {
        return IntStream.range(1, values.length).allMatch(i -> values[i - 1] < values[i]);
    }

    /** Each row is as likely at each place: the chi-squared statistic of 6 rows at 6 places over 12,000 keys. */
    @Test
    void everyPlaceIsAsLikely() {
        Dataset data = Dataset.of(new double[6][1], new int[6]);
        for (Shuffle shuffle : new Shuffle[] {Shuffle.rows(), Shuffle.blocks(1, 6), Shuffle.blocks(2, 3)}) {
            int keys = 12_000;
            int[][] counts = new int[6][6];
            for (int key = 0; key < keys; key++) {
                int[] order = order(shuffle, data, key);
                for (int place = 0; place < 6; place++) {
                    counts[order[place]][place]++;
                }
            }
            double expected = keys / 6.0;
            double chiSquared = Arrays.stream(counts)
                    .flatMapToInt(Arrays::stream)
                    .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                    .sum();
            // 25 degrees of freedom: mean 25, and beyond 60 once in 10,000 times.
            assertTrue(chiSquared < 60, () -> shuffle + ": " + chiSquared);
        }
    }

    @Test
    void autoFollowsFromTheShape() {
        try (Arena arena = Arena.ofConfined()) {
            // Never touched, so that it takes no memory.
            Rows table = new Rows(arena.allocate(1 << 20, 4), Rows.Storage.F32, 1 << 10, 1 << 8, 1);
            Dataset small = Dataset.of(table, new Targets.Labels(new int[1 << 10], 1));
            assertEquals(Shuffle.rows(), new Shuffle.Auto().resolve(small));
            // The same rows again and again: a set of many samples of a small table.
            Dataset large = small.subset(new int[(1 << 18) + 1]);
            assertEquals(Shuffle.blocks(128, 128), new Shuffle.Auto().resolve(large));
            assertEquals(Shuffle.rows(), new Shuffle.Auto().resolve(small.subset(new int[1 << 18])));
        }
    }

    @Test
    void valuesOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> Shuffle.blocks(0, 1));
        assertThrows(IllegalArgumentException.class, () -> Shuffle.blocks(1, 0));
        assertFalse(Shuffle.choices().names().isEmpty());
    }
}
