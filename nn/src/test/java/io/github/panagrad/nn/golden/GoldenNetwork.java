package io.github.panagrad.nn.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network with the figures that any implementation must meet: sigmoid output, binary cross-entropy summed over the
 * outputs and averaged over the samples.
 *
 * <p>Samples are rows here, {@code m} of them; in the files they are columns. Layers count from 0, so that
 * {@code weights[0]} is {@code W1} of the file.
 *
 * @param name the file's, without {@code .json}
 * @param hidden the activation of all hidden layers, {@code relu} or {@code sigmoid}
 * @param dims inputs, units of each hidden layer, outputs
 * @param x {@code m × inputs}
 * @param y {@code m × outputs}, 0 or 1
 * @param parameters where everything starts
 * @param preActivations for each layer {@code m × out}, without dropout
 * @param output {@code m × outputs}, without dropout
 * @param loss without L2 and dropout
 * @param gradients without L2 and dropout
 * @param trajectories one for each of {@code sgd}, {@code momentum}, {@code rmsprop}, {@code adam}
 */
@SuppressWarnings("ArrayRecordComponent") // figures to compare with, not values to compare
public record GoldenNetwork(
        String name,
        String hidden,
        int[] dims,
        double[][] x,
        double[][] y,
        Parameters parameters,
        double[][][] preActivations,
        double[][] output,
        double loss,
        Parameters gradients,
        L2 l2,
        Dropout dropout,
        List<Trajectory> trajectories) {

    /**
     * Parameters, or gradients with respect to them.
     *
     * @param weights for each layer {@code out × in}
     * @param biases for each layer {@code out}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Parameters(double[][][] weights, double[][] biases) {
        /** Returns a copy, for a test that changes them. */
        public Parameters copy() {
            double[][][] copies = new double[weights.length][][];
            for (int l = 0; l < weights.length; l++) {
                copies[l] = copy(weights[l]);
            }
            return new Parameters(copies, copy(biases));
        }

        private static double[][] copy(double[][] rows) {
            return Stream.of(rows).map(double[]::clone).toArray(double[][]::new);
        }
    }

    /** Loss and gradients with {@code lambda / (2m) * sum(W²)} added to the loss. */
    public record L2(double lambda, double loss, Parameters gradients) {}

    /**
     * A training pass with inverted dropout on all hidden layers.
     *
     * @param p the probability of dropping a unit, the same for all layers
     * @param kept for each hidden layer {@code m × units}; false where the unit is dropped
     * @param output {@code m × outputs}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Dropout(double p, boolean[][][] kept, double[][] output, double loss, Parameters gradients) {}

    /**
     * Full-batch steps of one optimiser, without L2 and dropout.
     *
     * @param optimizer its name
     * @param hyperParameters as the file calls them: {@code lr}; {@code beta} and {@code eps} or {@code b1}, {@code b2}
     *     and {@code eps}
     * @param steps how many
     * @param losses before each step
     * @param after the parameters after the last step
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Trajectory(
            String optimizer, Map<String, Double> hyperParameters, int steps, double[] losses, Parameters after) {
        /** Returns a hyper-parameter that must be there. */
        public double hyperParameter(String key) {
            Double value = hyperParameters.get(key);
            if (value == null) {
                throw new IllegalArgumentException(optimizer + ": no hyper-parameter " + key);
            }
            return value;
        }
    }

    /** Returns all four networks. */
    public static Stream<GoldenNetwork> all() {
        return Stream.of("two_layer", "two_layer_sigmoid", "deep", "wide_out").map(GoldenNetwork::read);
    }

    /** Reads {@code golden/<name>.json} from the class path. */
    public static GoldenNetwork read(String name) {
        GoldenJson json = GoldenJson.read(name);
        int[] dims = json.get("dims").elements().stream()
                .mapToInt(dim -> (int) dim.number())
                .toArray();
        int layers = dims.length - 1;
        GoldenJson l2 = json.get("l2");
        return new GoldenNetwork(
                name,
                json.get("hidden").text(),
                dims,
                json.get("X").transposed(),
                json.get("Y").transposed(),
                parameters(json.get("params"), layers),
                json.get("Z").elements().stream().map(GoldenJson::transposed).toArray(double[][][]::new),
                json.get("output").transposed(),
                json.get("loss").number(),
                parameters(json.get("grads"), layers),
                new L2(l2.get("lambda").number(), l2.get("loss").number(), parameters(l2.get("grads"), layers)),
                dropout(json.get("dropout"), layers),
                trajectories(json.get("trajectories"), layers));
    }

    /** Returns the name, for the test's display name. */
    @Override
    public String toString() {
        return name;
    }

    private static Parameters parameters(GoldenJson json, int layers) {
        double[][][] weights = new double[layers][][];
        double[][] biases = new double[layers][];
        for (int l = 0; l < layers; l++) {
            weights[l] = json.get("W" + (l + 1)).matrix();
            // The file has a matrix of one column.
            biases[l] = json.get("b" + (l + 1)).transposed()[0];
        }
        return new Parameters(weights, biases);
    }

    private static Dropout dropout(GoldenJson json, int layers) {
        boolean[][][] kept =
                json.get("masks").elements().stream().map(GoldenNetwork::mask).toArray(boolean[][][]::new);
        return new Dropout(
                1 - json.get("keep_prob").number(),
                kept,
                json.get("output").transposed(),
                json.get("loss").number(),
                parameters(json.get("grads"), layers));
    }

    private static boolean[][] mask(GoldenJson json) {
        double[][] figures = json.transposed();
        boolean[][] mask = new boolean[figures.length][figures[0].length];
        for (int i = 0; i < mask.length; i++) {
            for (int j = 0; j < mask[i].length; j++) {
                mask[i][j] = figures[i][j] != 0;
            }
        }
        return mask;
    }

    private static List<Trajectory> trajectories(GoldenJson json, int layers) {
        List<Trajectory> trajectories = new ArrayList<>();
        for (String optimizer : json.keys()) {
            GoldenJson entry = json.get(optimizer);
            GoldenJson hyper = entry.get("hyper");
            Map<String, Double> hyperParameters = new LinkedHashMap<>();
            hyper.keys().forEach(key -> hyperParameters.put(key, hyper.get(key).number()));
            trajectories.add(new Trajectory(
                    optimizer,
                    hyperParameters,
                    (int) entry.get("steps").number(),
                    entry.get("losses_before_each_step").vector(),
                    parameters(entry.get("params_after"), layers)));
        }
        return trajectories;
    }
}
