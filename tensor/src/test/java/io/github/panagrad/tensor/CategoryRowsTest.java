package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors looked up by category, and rows added up by category, at every width around a register's. */
class CategoryRowsTest {
    private static final int CATEGORIES = 11;
    private static final int SAMPLES = 37;
    private static final int INPUTS = 4;
    private static final int COLUMN = 2;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private Tensor samples(DType dtype, int[] categories) {
        Tensor samples =
                Guarded.strided(slab, dtype, SAMPLES, INPUTS).filled(Double.NaN).tensor();
        SplittableRandom random = new SplittableRandom(3);
        for (int r = 0; r < SAMPLES; r++) {
            // The last category stays empty.
            categories[r] = random.nextInt(CATEGORIES - 1);
            samples.set(r, COLUMN, categories[r]);
        }
        return samples;
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void looksUp(KernelSet set) {
        int[] categories = new int[SAMPLES];
        Tensor samples = samples(set.dtype(), categories);
        for (int columns = 1; columns < 70; columns += columns < 20 ? 1 : 7) {
            for (boolean strided : new boolean[] {false, true}) {
                Guarded table = Guarded.contiguous(slab, set.dtype(), CATEGORIES, columns)
                        .random(columns, 3);
                Guarded vectors = Guarded.of(slab, set.dtype(), SAMPLES, columns, strided);
                set.kernels().lookUp(table.tensor(), samples, COLUMN, vectors.tensor());
                for (int r = 0; r < SAMPLES; r++) {
                    for (int c = 0; c < columns; c++) {
                        assertEquals(
                                table.tensor().get(categories[r], c),
                                vectors.tensor().get(r, c));
                    }
                }
                vectors.assertIntact(set + " " + columns);
                table.assertIntact(set + " " + columns);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void addsUp(KernelSet set) {
        int[] categories = new int[SAMPLES];
        Tensor samples = samples(set.dtype(), categories);
        for (int columns = 1; columns < 70; columns += columns < 20 ? 1 : 7) {
            for (int first : new int[] {0, 3}) {
                int wanted = CATEGORIES - 2 * first;
                Guarded delta =
                        Guarded.strided(slab, set.dtype(), SAMPLES, columns).random(columns, 3);
                Guarded sums =
                        Guarded.contiguous(slab, set.dtype(), wanted, columns).filled(Double.NaN);
                set.kernels().addUp(delta.tensor(), samples, COLUMN, first, sums.tensor());
                double[][] expected = new double[CATEGORIES][columns];
                for (int r = 0; r < SAMPLES; r++) {
                    for (int c = 0; c < columns; c++) {
                        double sum = expected[categories[r]][c] + delta.tensor().get(r, c);
                        expected[categories[r]][c] = set.dtype() == DType.F32 ? (float) sum : sum;
                    }
                }
                for (int k = 0; k < wanted; k++) {
                    for (int c = 0; c < columns; c++) {
                        assertEquals(expected[first + k][c], sums.tensor().get(k, c), set + " " + columns);
                    }
                }
                sums.assertIntact(set + " " + columns);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, CATEGORIES, 2.5, Double.NaN, Double.NEGATIVE_INFINITY, 1e30, 4294967297.0})
    void aNumberThatIsNoCategoryIsRefused(double value) {
        KernelSet.all().forEach(set -> {
            Tensor samples = samples(set.dtype(), new int[SAMPLES]);
            samples.set(SAMPLES - 1, COLUMN, value);
            Tensor table = slab.allocate(set.dtype(), CATEGORIES, 3);
            Tensor vectors = slab.allocate(set.dtype(), SAMPLES, 3);
            String message = Refusal.of(() -> set.kernels().lookUp(table, samples, COLUMN, vectors));
            assertEquals(
                    "column 2: expected a whole number from 0 to 10, found " + samples.get(SAMPLES - 1, COLUMN),
                    message);
        });
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void shapesAreChecked(KernelSet set) {
        Tensor samples = samples(set.dtype(), new int[SAMPLES]);
        Tensor table = slab.allocate(set.dtype(), CATEGORIES, 3);
        Tensor vectors = slab.allocate(set.dtype(), SAMPLES, 3);
        Tensor few = vectors.rowRange(0, 5);
        Tensor narrow = vectors.columnRange(0, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> set.kernels().lookUp(table, samples, INPUTS, vectors));
        assertThrows(IndexOutOfBoundsException.class, () -> set.kernels().addUp(vectors, samples, -1, 0, table));
        for (Tensor wrong : new Tensor[] {few, narrow}) {
            Refusal.of(() -> set.kernels().lookUp(table, samples, COLUMN, wrong));
            Refusal.of(() -> set.kernels().addUp(wrong, samples, COLUMN, 0, table));
        }
        Tensor gaps = slab.allocate(set.dtype(), CATEGORIES, 5).columnRange(0, 3);
        Refusal.of(() -> set.kernels().lookUp(gaps, samples, COLUMN, vectors));
        Refusal.of(() -> set.kernels().addUp(vectors, samples, COLUMN, 0, gaps));
    }
}
