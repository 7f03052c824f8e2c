package io.github.panagrad.serve.network;

import io.github.panagrad.error.Quoted;
import java.util.function.Function;

/** What is applied to {@code x Wᵀ} before the biases are added. Immutable. */
@FunctionalInterface
interface Normalization {
    /**
     * Replaces rows.
     *
     * @param z rows x outputs; read and written
     */
    void apply(double[] z, int rows);

    /**
     * Returns a normalisation.
     *
     * @param text its name with its hyper-parameters
     * @param parameters gives the layer's numbers by their label, one for each output
     * @throws IllegalArgumentException if it is unknown
     */
    static Normalization of(String text, Function<String, double[]> parameters) {
        ChoiceText choice = ChoiceText.of(text);
        return switch (choice.name()) {
            case "none" -> {
                choice.parameters();
                yield (_, _) -> {};
            }
            case "batch_norm" ->
                ofColumns(
                        choice.parameters("epsilon", "keep").getOrDefault("epsilon", Double.NaN),
                        parameters.apply("scale"),
                        parameters.apply("running_mean"),
                        parameters.apply("running_variance"));
            case "layer_norm" -> ofRows(choice.parameter("epsilon"), parameters.apply("scale"));
            default ->
                throw new IllegalArgumentException("unknown normalization " + Quoted.of(choice.name())
                        + ": use a version of Panagrad that is at least as new as the one that wrote the model");
        };
    }

    private static Normalization ofColumns(double epsilon, double[] scales, double[] means, double[] variances) {
        double[] factors = new double[scales.length];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = scales[c] / Math.sqrt(variances[c] + epsilon);
        }
        return (z, rows) -> {
            for (int r = 0; r < rows; r++) {
                int row = r * factors.length;
                for (int c = 0; c < factors.length; c++) {
                    z[row + c] = (z[row + c] - means[c]) * factors[c];
                }
            }
        };
    }

    private static Normalization ofRows(double epsilon, double[] scales) {
        int columns = scales.length;
        return (z, rows) -> {
            for (int r = 0; r < rows; r++) {
                int row = r * columns;
                double sum = 0;
                for (int c = 0; c < columns; c++) {
                    sum += z[row + c];
                }
                double mean = sum / columns;
                double squares = 0;
                for (int c = 0; c < columns; c++) {
                    squares += (z[row + c] - mean) * (z[row + c] - mean);
                }
                double factor = 1 / Math.sqrt(squares / columns + epsilon);
                for (int c = 0; c < columns; c++) {
                    z[row + c] = (z[row + c] - mean) * factor * scales[c];
                }
            }
        };
    }
}
