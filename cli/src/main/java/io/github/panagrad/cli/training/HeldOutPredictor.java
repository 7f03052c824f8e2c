package io.github.panagrad.cli.training;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Predicts each of some samples, perhaps with other features, by the networks that were not trained on it. It owns copies of them
 * and must be closed.
 */
final class HeldOutPredictor implements UnaryOperator<double[][]>, AutoCloseable {
    /** Randomness that nothing else uses under the same seed. */
    private static final int STREAM = 41;

    private final List<Predictor> predictors = new ArrayList<>();
    private final int[] folds;
    private final Dataset samples;

    /**
     * Chooses the samples.
     *
     * @param networks of each recipe, one for each fold
     * @param weights of the recipes
     * @param data all samples
     * @param most how many are chosen at most
     */
    HeldOutPredictor(
            List<List<Network>> networks, List<Double> weights, List<Fold> all, Dataset data, int most, long seed) {
        int[] order = new int[data.size()];
        RandomKey.of(seed).fold(STREAM).permute(order);
        int[] chosen = Arrays.copyOf(order, Math.min(most, order.length));
        Arrays.sort(chosen);
        samples = data.subset(chosen);
        int[] foldOf = new int[data.size()];
        try {
            for (int f = 0; f < all.size(); f++) {
                int fold = f;
                for (int position : all.get(f).validation()) {
                    foldOf[position] = f;
                }
                // The networks stay their owner's.
                @SuppressWarnings("resource")
                Ensemble left = new Ensemble(
                        networks.stream().map(ofRecipe -> ofRecipe.get(fold)).toList(), weights);
                predictors.add(new Predictor(left));
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
        folds = Arrays.stream(chosen).map(position -> foldOf[position]).toArray();
    }

    /** Returns the samples, whose features are predicted in this order. */
    Dataset samples() {
        return samples;
    }

    @Override
    public double[][] apply(double[][] features) {
        double[][] predictions = new double[features.length][];
        for (int f = 0; f < predictors.size(); f++) {
            int fold = f;
            int[] own = IntStream.range(0, features.length)
                    .filter(i -> folds[i] == fold)
                    .toArray();
            double[][] predicted = predictors
                    .get(f)
                    .predict(Arrays.stream(own).mapToObj(i -> features[i]).toArray(double[][]::new));
            for (int i = 0; i < own.length; i++) {
                predictions[own[i]] = predicted[i];
            }
        }
        return predictions;
    }

    @Override
    public void close() {
        predictors.forEach(Predictor::close);
    }
}
