package io.github.panagrad.nn.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.data.Dataset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which predictions count, against searches written out. */
class EnsembleSelectionTest {
    private static final Random RANDOM = new Random(20261129);

    private static Dataset values(double... targets) {
        double[][] columns =
                Arrays.stream(targets).mapToObj(t -> new double[] {t}).toArray(double[][]::new);
        return Dataset.of(new double[targets.length][1], columns);
    }

    private static double[][] column(double... values) {
        return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    }

    /** Errors that cancel: neither is good alone. */
    @Test
    void errorsThatCancel() {
        Dataset data = values(1, 2, 3, 4);
        List<double[][]> candidates = List.of(column(2, 2, 2, 2), column(2, 1, 4, 3), column(0, 3, 2, 5));
        assertArrayEquals(new int[] {0, 1, 1}, EnsembleSelection.counts(candidates, data, Loss.meanSquaredError(), 20));
    }

    /** Where the time is over, what was found until then counts. */
    @Test
    void theTimeIsOver() {
        Dataset data = values(1, 2, 3, 4);
        List<double[][]> candidates = List.of(column(2, 2, 2, 2), column(2, 1, 4, 3), column(0, 3, 2, 5));
        for (int rounds = 1; rounds < 5; rounds++) {
            int most = rounds;
            AtomicInteger done = new AtomicInteger();
            assertArrayEquals(
                    EnsembleSelection.counts(candidates, data, Loss.meanSquaredError(), rounds),
                    EnsembleSelection.counts(
                            candidates, data, Loss.meanSquaredError(), () -> done.incrementAndGet() >= most));
            assertEquals(rounds, done.get());
        }
    }

    @Test
    void theBestAloneStaysAlone() {
        Dataset data = values(1, 2, 3);
        List<double[][]> candidates = List.of(column(9, 9, 9), column(1, 2, 3));
        assertArrayEquals(new int[] {0, 1}, EnsembleSelection.counts(candidates, data, Loss.meanSquaredError(), 20));
    }

    /** What has no weight does not count. */
    @Test
    void weights() {
        Dataset data = values(1, 2, 3).withSampleWeights(1, 1, 0);
        List<double[][]> candidates = List.of(column(1.1, 2, 3), column(1, 2, 100));
        assertArrayEquals(new int[] {0, 1}, EnsembleSelection.counts(candidates, data, Loss.meanSquaredError(), 5));
    }

    /** Log loss by the formula, of one and of several outputs, for random predictions; the search is written out. */
    @Test
    void searchWrittenOut() {
        for (int trial = 0; trial < 200; trial++) {
            int rows = 1 + RANDOM.nextInt(9);
            int outputs = 1 + RANDOM.nextInt(3);
            int classes = outputs == 1 ? 2 : outputs;
            int[] labels = new int[rows];
            Arrays.setAll(labels, _ -> RANDOM.nextInt(classes));
            Dataset data = Dataset.of(new double[rows][2], labels);
            Loss loss = outputs == 1 ? Loss.binaryCrossEntropy() : Loss.softmaxCrossEntropy();
            double[][][] candidates = new double[1 + RANDOM.nextInt(4)][rows][outputs];
            for (double[][] candidate : candidates) {
                for (double[] row : candidate) {
                    Arrays.setAll(row, _ -> RANDOM.nextDouble());
                    double sum = outputs == 1 ? 1 : Arrays.stream(row).sum();
                    Arrays.setAll(row, c -> row[c] / sum);
                }
            }
            int rounds = 1 + RANDOM.nextInt(6);
            int[] found = EnsembleSelection.counts(List.of(candidates), data, loss, rounds);
            assertArrayEquals(search(candidates, labels, rounds), found);
        }
    }

    private static int[] search(double[][][] candidates, int[] labels, int rounds) {
        int[] counts = new int[candidates.length];
        int[] best = counts;
        double least = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            int[] winner = counts;
            double lossOfWinner = Double.MAX_VALUE;
            for (int c = 0; c < counts.length; c++) {
                int[] trial = counts.clone();
                trial[c]++;
                double loss = logLoss(candidates, trial, labels);
                if (loss < lossOfWinner) {
                    winner = trial;
                    lossOfWinner = loss;
                }
            }
            counts = winner;
            if (lossOfWinner < least - 1e-12 * Math.abs(least)) {
                least = lossOfWinner;
                best = counts;
            }
        }
        return best;
    }

    private static double logLoss(double[][][] candidates, int[] counts, int[] labels) {
        double total = Arrays.stream(counts).sum();
        double loss = 0;
        for (int r = 0; r < labels.length; r++) {
            double p = 0;
            for (int c = 0; c < counts.length; c++) {
                double[] row = candidates[c][r];
                double own = row.length > 1 ? row[labels[r]] : labels[r] == 1 ? row[0] : 1 - row[0];
                p += counts[c] / total * own;
            }
            loss -= Math.log(p);
        }
        return loss / labels.length;
    }

    /** More candidates are never worse on the samples that choose. */
    @Test
    void isNeverWorseThanTheBestOne() {
        for (int trial = 0; trial < 100; trial++) {
            double[] targets = RANDOM.doubles(20).toArray();
            Dataset data = values(targets);
            List<double[][]> candidates = RANDOM.ints(5, 0, 1000)
                    .mapToObj(seed -> column(new Random(seed).doubles(20).toArray()))
                    .toList();
            int[] counts = EnsembleSelection.counts(candidates, data, Loss.meanSquaredError(), 30);
            double total = Arrays.stream(counts).sum();
            double[][] mean = new double[20][1];
            double best = Double.MAX_VALUE;
            for (int c = 0; c < counts.length; c++) {
                best = Math.min(best, squares(candidates.get(c), targets));
                for (int r = 0; r < 20; r++) {
                    mean[r][0] += counts[c] / total * candidates.get(c)[r][0];
                }
            }
            assertTrue(squares(mean, targets) <= best + 1e-12);
        }
    }

    private static double squares(double[][] predicted, double[] targets) {
        double sum = 0;
        for (int r = 0; r < targets.length; r++) {
            sum += (predicted[r][0] - targets[r]) * (predicted[r][0] - targets[r]);
        }
        return sum;
    }

    /** A probability of 0 for what happens is bad, but finite. */
    @Test
    void certainAndWrong() {
        Dataset data = Dataset.of(new double[2][1], new int[] {0, 1});
        List<double[][]> candidates = List.of(column(1, 0), column(0.5, 0.5));
        assertArrayEquals(new int[] {0, 1}, EnsembleSelection.counts(candidates, data, Loss.binaryCrossEntropy(), 3));
    }

    @Test
    void wrongInput() {
        Dataset data = values(1, 2);
        assertThrows(
                IllegalArgumentException.class,
                () -> EnsembleSelection.counts(List.of(), data, Loss.meanSquaredError(), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> EnsembleSelection.counts(
                        Collections.singletonList(column(1, 2)), data, Loss.meanSquaredError(), 0));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> EnsembleSelection.counts(Collections.singletonList(column(1)), data, Loss.meanSquaredError(), 1));
        assertEquals("expected a row for each of 2 samples, found 1", e.getMessage());
    }
}
