package io.github.panagrad.nn.check;

import io.github.panagrad.nn.Backpropagation;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.reference.ReferenceActivation;
import io.github.panagrad.nn.reference.ReferenceNetwork;
import io.github.panagrad.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Compares a network's gradients on a batch with central differences and with the reference network, with the same dropout
 * masks for all.
 */
public final class GradientComparison {
    private GradientComparison() {}

    /**
     * The result of a comparison.
     *
     * @param check against central differences
     * @param fromReference the largest {@code ‖a − b‖ / (‖a‖ + ‖b‖)} of a tensor, b being the reference's gradient
     */
    public record Result(GradientCheck.Report check, double fromReference) {}

    /**
     * Runs the comparison.
     *
     * @param network in float64; its parameters are changed during the check, and restored
     * @param batch fits the network
     * @param l2 λ of the penalty
     * @param seed the seed of the dropout masks
     */
    public static Result run(Network network, GradientBatch batch, double l2, long seed) {
        try (Backpropagation backpropagation = new Backpropagation(network, batch.dataset(), l2)) {
            backpropagation.drawMasks(seed);
            GradientCheck.Report check = GradientCheck.run(network, backpropagation, GradientCheck.DEFAULT_EPSILON);
            backpropagation.run();
            return new Result(check, distance(network, backpropagation, batch, l2));
        }
    }

    private static double distance(Network network, Backpropagation backpropagation, GradientBatch batch, double l2) {
        NetworkSpec spec = network.spec();
        ReferenceNetwork.Gradients expected =
                reference(network, l2).backward(batch.features(), batch.targets(), dropout(backpropagation, spec));
        double worst = 0;
        for (int l = 0; l < spec.layers(); l++) {
            double[][] biases = {expected.biases()[l]};
            worst = Math.max(worst, distance(backpropagation.weightGradient(l), expected.weights()[l]));
            worst = Math.max(worst, distance(backpropagation.biasGradient(l), biases));
        }
        return worst;
    }

    private static double distance(Tensor gradient, double[][] expected) {
        double found = 0;
        double wanted = 0;
        double difference = 0;
        for (int r = 0; r < expected.length; r++) {
            for (int c = 0; c < expected[r].length; c++) {
                double value = gradient.get(r, c);
                found += value * value;
                wanted += expected[r][c] * expected[r][c];
                difference += (value - expected[r][c]) * (value - expected[r][c]);
            }
        }
        double size = Math.sqrt(found) + Math.sqrt(wanted);
        return size == 0 ? 0 : Math.sqrt(difference) / size;
    }

    private static ReferenceNetwork reference(Network network, double l2) {
        NetworkSpec spec = network.spec();
        double[][][] weights = new double[spec.layers()][][];
        double[][] biases = new double[spec.layers()][];
        for (int l = 0; l < spec.layers(); l++) {
            weights[l] = network.weights(l).toArray();
            biases[l] = network.biases(l).toArray()[0];
        }
        List<ReferenceActivation> hidden = spec.hidden().stream()
                .map(layer -> layer.reference()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the reference network cannot compute the layer " + layer)))
                .toList();
        return new ReferenceNetwork(weights, biases, hidden, spec.loss().reference(), l2);
    }

    private static ReferenceNetwork.Dropout dropout(Backpropagation backpropagation, NetworkSpec spec) {
        int hidden = spec.hidden().size();
        if (spec.hidden().stream().noneMatch(layer -> layer.dropout() > 0)) {
            return ReferenceNetwork.Dropout.NONE;
        }
        double[] probabilities = new double[hidden];
        boolean[][][] kept = new boolean[hidden][][];
        for (int l = 0; l < hidden; l++) {
            probabilities[l] = spec.dropout(l);
            kept[l] = spec.dropout(l) > 0 ? backpropagation.keptUnits(l) : all(backpropagation.outputs(l));
        }
        return new ReferenceNetwork.Dropout(probabilities, kept);
    }

    private static boolean[][] all(Tensor outputs) {
        boolean[][] kept = new boolean[outputs.rows()][outputs.columns()];
        for (boolean[] row : kept) {
            Arrays.fill(row, true);
        }
        return kept;
    }
}
