package io.github.panagrad.nn;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of training and evaluating on each of several folds. A value; threads may share it.
 *
 * <p>The folds run one after the other, in order: each training run already uses all the threads that pay off.
 *
 * @param folds the results, in the order of the folds; at least one, all with the same metrics
 */
public record CrossValidation(List<FoldResult> folds) {
    /** Checks that all folds have the same metrics. */
    public CrossValidation {
        folds = List.copyOf(folds);
        if (folds.isEmpty()) {
            throw new IllegalArgumentException("cross-validation needs at least one fold, found none");
        }
        for (FoldResult fold : folds) {
            if (!fold.metrics().keySet().equals(folds.getFirst().metrics().keySet())) {
                throw new IllegalArgumentException(fold.fold() + " has the metrics "
                        + fold.metrics().keySet() + ", but the first has "
                        + folds.getFirst().metrics().keySet());
            }
        }
    }

    /**
     * The result of one fold.
     *
     * @param fold the fold
     * @param metrics by name, in display order; NaN where a metric is undefined for the fold's samples
     */
    public record FoldResult(Fold fold, Map<String, Double> metrics) {
        /** Copies the metrics. */
        public FoldResult {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    /** Trains on one part of the samples and evaluates on the other. */
    @FunctionalInterface
    public interface DatasetRun {
        /**
         * Runs one fold.
         *
         * @param training the samples to train on
         * @param validation the samples to evaluate on
         * @return metrics by name, the same names for each fold
         */
        Map<String, Double> run(Dataset training, Dataset validation, Fold fold);
    }

    /** The same for samples that are not yet a data set, whose preprocessing is fitted again in each fold. */
    @FunctionalInterface
    public interface FoldRun {
        /**
         * Runs one fold.
         *
         * @param fold the positions of the samples to train and to evaluate on
         * @return metrics by name, the same names for each fold
         */
        Map<String, Double> run(Fold fold);
    }

    /**
     * Runs each fold of a data set.
     *
     * @param folds splits of it, such as those from {@link io.github.panagrad.nn.data.KFold#of}
     * @throws IllegalArgumentException if there are no folds, or the metrics of two have different names
     */
    public static CrossValidation run(Dataset data, List<Fold> folds, DatasetRun run) {
        return run(folds, fold -> {
            Dataset.Split parts = fold.of(data);
            return run.run(parts.training(), parts.validation(), fold);
        });
    }

    /**
     * Runs each fold.
     *
     * @throws IllegalArgumentException if there are no folds, or the metrics of two have different names
     */
    public static CrossValidation run(List<Fold> folds, FoldRun run) {
        List<FoldResult> results = new ArrayList<>();
        for (Fold fold : folds) {
            results.add(new FoldResult(fold, run.run(fold)));
        }
        return new CrossValidation(results);
    }

    /**
     * A metric over all folds.
     *
     * @param mean the mean
     * @param standardDeviation the sample standard deviation, whose divisor is the number of folds less one; NaN for a single
     *     fold
     * @param smallest the smallest
     * @param largest the largest
     */
    public record Summary(double mean, double standardDeviation, double smallest, double largest) {}

    /** Returns the names of the metrics. */
    public List<String> names() {
        return List.copyOf(folds.getFirst().metrics().keySet());
    }

    /** Returns a metric of each fold, in their order. */
    public double[] values(String name) {
        return folds.stream()
                .mapToDouble(fold -> {
                    Double value = fold.metrics().get(name);
                    if (value == null) {
                        throw new IllegalArgumentException(
                                "no metric " + Quoted.of(name) + ": expected one of " + names());
                    }
                    return value;
                })
                .toArray();
    }

    /** Returns a metric over all folds; if it is NaN in one of them, the whole summary is NaN. */
    public Summary summary(String name) {
        double[] values = values(name);
        double mean = 0;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            mean += value / values.length;
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Summary(mean, Math.sqrt(squares / (values.length - 1)), smallest, largest);
    }
}
