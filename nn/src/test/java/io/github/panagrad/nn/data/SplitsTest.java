package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each sample is in exactly one part, the classes are distributed as documented, and the same seed gives the same
 * split.
 */
class SplitsTest {
    /** Labels of very unequal classes, one of which has no samples. */
    private static int[] labels(int count, int classes, long seed) {
        return IntStream.range(0, count)
                .map(i -> {
                    double u = RandomKey.of(seed).uniform(i);
                    int label = (int) (u * u * u * classes);
                    return label >= 1 ? label + 1 : label;
                })
                .toArray();
    }

    private static long count(int[] labels, int[] positions, int which) {
        return Arrays.stream(positions).filter(i -> labels[i] == which).count();
    }

    private static void requirePartition(Fold fold, int samples) {
        int[] all = IntStream.concat(Arrays.stream(fold.training()), Arrays.stream(fold.validation()))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, samples).toArray(), all);
        for (int[] part : List.of(fold.training(), fold.validation())) {
            assertTrue(part.length > 0);
            assertArrayEquals(Arrays.stream(part).sorted().toArray(), part);
        }
    }

    private static void refuse(String message, Executable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 13, 207, 1000})
    void everyClassHasItsShare(int samples) {
        for (double fraction : new double[] {0.01, 0.1, 0.25, 1 / 3.0, 0.5, 0.9, 0.999}) {
            for (int seed = 0; seed < 5; seed++) {
                int[] labels = labels(samples, 6, seed);
                if (samples < 13) {
                    Arrays.fill(labels, 3);
                }
                Fold fold = Splits.stratified(labels, fraction, seed);
                requirePartition(fold, samples);
                boolean isShort = false;
                for (int k = 0; k <= 6; k++) {
                    int which = k;
                    long size = Arrays.stream(labels)
                            .filter(label -> label == which)
                            .count();
                    long held = count(labels, fold.validation(), k);
                    assertTrue(Math.abs(held - fraction * size) < 1, () -> "class of " + size + ": " + held);
                    assertTrue(size == 0 || held < size, "something is left to train on");
                    isShort |= held < fraction * size && held + 1 == size;
                }
                long wanted = Math.clamp(Math.round(fraction * samples), 1, samples - 1);
                assertTrue(
                        fold.validation().length == wanted || (isShort && fold.validation().length < wanted),
                        () -> fold + " of " + samples + " at " + fraction);
            }
        }
    }

    @Test
    void tinyClasses() {
        // Twenty of class 0, two of class 1, one of class 2.
        int[] labels =
                IntStream.range(0, 23).map(i -> i < 20 ? 0 : i < 22 ? 1 : 2).toArray();
        for (int seed = 0; seed < 20; seed++) {
            Fold fold = Splits.stratified(labels, 0.2, seed);
            assertEquals(5, fold.validation().length);
            assertEquals(1, count(labels, fold.validation(), 1), "a class of two is in both parts");
            assertEquals(0, count(labels, fold.validation(), 2), "a class of one is trained on");
        }
        refuse("no class has more than one sample", () -> Splits.stratified(new int[] {0, 1, 2}, 0.5, 1));
    }

    @Test
    void theSeedDecides() {
        int[] labels = labels(207, 4, 1);
        int[] first = Splits.stratified(labels, 0.2, 1).validation();
        assertArrayEquals(first, Splits.stratified(labels, 0.2, 1).validation());
        assertFalse(Arrays.equals(first, Splits.stratified(labels, 0.2, 2).validation()));
        // No sample is favoured: each is held out about one time in five.
        int[] held = new int[207];
        for (int seed = 0; seed < 400; seed++) {
            for (int i : Splits.stratified(labels, 0.2, seed).validation()) {
                held[i]++;
            }
        }
        assertTrue(Arrays.stream(held).allMatch(n -> n > 30 && n < 200), () -> Arrays.toString(held));
    }

    @Test
    void weightsAndTargetsGoAlong() {
        int[] labels = IntStream.range(0, 60).map(i -> i % 10 == 0 ? 1 : 0).toArray();
        double[][] x = IntStream.range(0, 60).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        Dataset data = Dataset.of(x, labels);
        Dataset weighted = data.withClassWeights(data.balancedClassWeights());
        // A set that contains only some rows of the table, in a different order.
        int[] order = new int[60];
        RandomKey.of(3).permute(order);
        Dataset moved = weighted.subset(order);
        Dataset.Split split = Splits.of(moved, 0.25, 9);
        assertEquals(15, split.validation().size());
        for (Dataset part : List.of(split.training(), split.validation())) {
            double ones = 0;
            double zeros = 0;
            for (int i = 0; i < part.size(); i++) {
                int row = part.row(i);
                int label = ((Targets.Labels) part.targets()).label(row);
                assertEquals(row % 10 == 0 ? 1 : 0, label);
                assertEquals(label == 1 ? 5 : 60 / 108.0, part.weight(row), 1e-12);
                ones += label == 1 ? part.weight(row) : 0;
                zeros += label == 0 ? part.weight(row) : 0;
            }
            // Shares are exact to within one sample: a balanced set gives nearly balanced parts.
            assertEquals(ones, zeros, 5);
            double[] anew = part.balancedClassWeights();
            double all = 0;
            double balanced = 0;
            for (int i = 0; i < part.size(); i++) {
                int row = part.row(i);
                all += part.weight(row);
                balanced += part.weight(row) * anew[((Targets.Labels) part.targets()).label(row)];
            }
            assertEquals(all, balanced, 1e-9);
        }
        Dataset again = split.training().withClassWeights(2, 1);
        assertEquals(2 * 60 / 108.0, again.weight(1), 1e-12, "weights multiply");
    }

    @Test
    void realTargetsAndMasks() {
        Dataset data = Dataset.of(new double[11][1], new double[11][1]);
        assertEquals(3, Splits.of(data, 0.3, 1).validation().size());
        refuse("needs class labels", () -> Splits.stratified(data, 0.3, 1));
        boolean[] mask = new boolean[11];
        refuse("both parts need", () -> Splits.byMask(data, mask));
        mask[2] = true;
        mask[10] = true;
        Dataset.Split split = Splits.byMask(data, mask);
        assertArrayEquals(new int[] {2, 10}, split.validation().rows());
        assertEquals(9, split.training().size());
        refuse("11 samples, but the validation mask has 3 elements", () -> Splits.byMask(data, new boolean[3]));
        Arrays.fill(mask, true);
        refuse("11 of 11 samples are marked", () -> Splits.byMask(mask));
        for (double fraction : new double[] {0, 1, -1, Double.NaN}) {
            refuse("the fraction must be in (0, 1)", () -> Splits.stratified(new int[] {0, 0}, fraction, 1));
        }
        refuse("must not be negative", () -> Splits.stratified(new int[] {0, -1}, 0.5, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 13})
    void foldsJudgeByEverySampleOnce(int folds) {
        for (int samples : new int[] {13, 14, 207}) {
            int[] labels = labels(samples, 5, samples);
            KFold division = new KFold(folds, 3, 7);
            for (List<Fold> divided : List.of(division.random(samples), division.stratified(labels))) {
                assertEquals(3 * folds, divided.size());
                for (int repeat = 0; repeat < 3; repeat++) {
                    int[] times = new int[samples];
                    for (Fold fold : divided.subList(repeat * folds, (repeat + 1) * folds)) {
                        requirePartition(fold, samples);
                        assertEquals(repeat, fold.repeat());
                        assertEquals(samples / (double) folds, fold.validation().length, 0.999);
                        Arrays.stream(fold.validation()).forEach(i -> times[i]++);
                    }
                    assertTrue(Arrays.stream(times).allMatch(n -> n == 1));
                }
            }
            for (Fold fold : division.stratified(labels)) {
                for (int k = 0; k <= 5; k++) {
                    long size = count(labels, IntStream.range(0, samples).toArray(), k);
                    assertEquals(size / (double) folds, (double) count(labels, fold.validation(), k), 0.999);
                }
            }
        }
    }

    @Test
    void repeatsAndSeedsDiffer() {
        List<Fold> twice = new KFold(4, 2, 1).random(40);
        assertFalse(Arrays.equals(twice.get(0).validation(), twice.get(4).validation()));
        assertArrayEquals(
                twice.get(0).validation(), new KFold(4, 1).random(40).getFirst().validation());
        assertFalse(Arrays.equals(
                twice.get(0).validation(), new KFold(4, 2).random(40).getFirst().validation()));
        Dataset labels = Dataset.of(new double[6][1], new int[] {0, 0, 0, 1, 1, 1});
        for (Fold fold : new KFold(3, 1).of(labels)) {
            Dataset.Split parts = fold.of(labels);
            assertEquals(2, parts.validation().size());
            assertArrayEquals(new double[] {1, 1}, parts.validation().balancedClassWeights());
        }
        refuse("cannot divide 2 samples into 3 folds", () -> new KFold(3, 1).random(2));
        refuse("at least 2 folds", () -> new KFold(1, 1));
        refuse("at least 2 folds and 1 repeat", () -> new KFold(2, 0, 1));
    }
}
