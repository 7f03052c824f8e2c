package io.github.panagrad.nn.ensemble;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Chooses how much each of several predictions counts: one after the other, that is added which makes the mean of all chosen so
 * far best, each as often as it helps (Caruana, Niculescu-Mizil, Crew and Ksikes, "Ensemble selection from libraries of models",
 * ICML 2004).
 */
public final class EnsembleSelection {
    /** A mean of the same predictions once more differs by as much. */
    private static final double ROUNDING = 1e-12;

    /** How often a candidate is added where nobody says otherwise. */
    private static final int ROUNDS = 50;

    private EnsembleSelection() {}

    /** The same as {@link #counts(List, Dataset, Loss, int)} in 50 rounds. */
    public static int[] counts(List<double[][]> candidates, Dataset samples, Loss loss) {
        return counts(candidates, samples, loss, ROUNDS);
    }

    /**
     * The same in at most 50 rounds.
     *
     * @param isOver asked after each round whether there is no time for another
     */
    public static int[] counts(List<double[][]> candidates, Dataset samples, Loss loss, BooleanSupplier isOver) {
        return counts(candidates, samples, loss, ROUNDS, isOver);
    }

    /**
     * Returns the mean of predictions, each as often as it was chosen.
     *
     * @param candidates for each, a row for each sample, with a number for each output; read
     * @param counts for each candidate how much it counts, not all 0
     */
    public static double[][] mean(List<double[][]> candidates, int[] counts) {
        double total = Arrays.stream(counts).sum();
        double[][] mean = new double[candidates.getFirst().length][candidates.getFirst()[0].length];
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                // Its predictions need not even be finite.
                continue;
            }
            double share = counts[c] / total;
            double[][] own = candidates.get(c);
            for (int i = 0; i < mean.length; i++) {
                for (int k = 0; k < mean[i].length; k++) {
                    mean[i][k] += share * own[i][k];
                }
            }
        }
        return mean;
    }

    /**
     * Chooses by the mean loss on samples that no prediction was trained on: of probabilities the log loss, of values the loss
     * that the networks were trained for.
     *
     * @param candidates at least one; for each, a row for each sample, with a number for each output; read
     * @param samples with their targets and weights
     * @param loss what was minimised
     * @param rounds how often a candidate is added, at least 1
     * @return how often each was chosen until the loss was least; at least one more than 0
     * @throws IllegalArgumentException if there are no candidates or rounds, or rows are missing
     */
    public static int[] counts(List<double[][]> candidates, Dataset samples, Loss loss, int rounds) {
        return counts(candidates, samples, loss, rounds, () -> false);
    }

    private static int[] counts(
            List<double[][]> candidates, Dataset samples, Loss loss, int rounds, BooleanSupplier isOver) {
        if (candidates.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 candidate and 1 round, found " + candidates.size() + " and " + rounds);
        }
        for (double[][] candidate : candidates) {
            if (candidate.length != samples.size()) {
                throw new IllegalArgumentException(
                        "expected a row for each of " + samples.size() + " samples, found " + candidate.length);
            }
        }
        PredictionLoss mean = new PredictionLoss(loss, samples);
        double[][] chosen = new double[samples.size()][candidates.getFirst()[0].length];
        double[][] trial = new double[chosen.length][chosen[0].length];
        int[] counts = new int[candidates.size()];
        int[] best = counts;
        double least = Double.POSITIVE_INFINITY;
        for (int round = 1; round <= rounds; round++) {
            int next = -1;
            double lossOfNext = Double.POSITIVE_INFINITY;
            for (int c = 0; c < counts.length; c++) {
                add(chosen, candidates.get(c), trial);
                double lossOfTrial = mean.of(trial, round);
                if (next < 0 || lossOfTrial < lossOfNext) {
                    next = c;
                    lossOfNext = lossOfTrial;
                }
            }
            add(chosen, candidates.get(next), chosen);
            counts[next]++;
            if (round == 1 || lossOfNext < least - ROUNDING * Math.abs(least)) {
                least = lossOfNext;
                best = counts.clone();
            }
            if (isOver.getAsBoolean()) {
                break;
            }
        }
        return best;
    }

    private static void add(double[][] a, double[][] b, double[][] sum) {
        for (int r = 0; r < a.length; r++) {
            for (int c = 0; c < a[r].length; c++) {
                sum[r][c] = a[r][c] + b[r][c];
            }
        }
    }
}
