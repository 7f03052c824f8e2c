package io.github.panagrad.serve.network;

import io.github.panagrad.error.Quoted;

/** How a network's outputs turn into predictions, which its loss says. */
public enum Link {
    /** A probability for each output. */
    SIGMOID(true, 0.5),
    /** Probabilities that add up to 1. */
    SOFTMAX(true, 0.5),
    /** Rates. */
    EXPONENTIAL(false, 0.5),
    /** Values. */
    IDENTITY(false, 0.5),
    /** Margins of a classifier. */
    MARGIN(true, 0);

    private final boolean isClassification;
    private final double threshold;

    Link(boolean isClassification, double threshold) {
        this.isClassification = isClassification;
        this.threshold = threshold;
    }

    /**
     * Returns the link of a loss.
     *
     * @param loss its name with its hyper-parameters
     * @throws IllegalArgumentException if it is unknown
     */
    static Link of(String loss) {
        return switch (ChoiceText.of(loss).name()) {
            case "binary_cross_entropy", "focal" -> SIGMOID;
            case "softmax_cross_entropy" -> SOFTMAX;
            case "poisson" -> EXPONENTIAL;
            case "mean_squared_error", "mean_absolute_error", "huber", "quantile" -> IDENTITY;
            case "hinge" -> MARGIN;
            default ->
                throw new IllegalArgumentException(
                        "unknown loss " + Quoted.of(loss)
                                + ": use a version of Panagrad that is at least as new as the one that wrote the model; a function of a program's own cannot be served");
        };
    }

    /** Returns whether predictions are about classes. */
    public boolean isClassification() {
        return isClassification;
    }

    /** Returns the prediction above which a classifier with one output chooses the second class. */
    public double threshold() {
        return threshold;
    }

    /** Returns whether predictions are probabilities. */
    public boolean givesProbabilities() {
        return this == SIGMOID || this == SOFTMAX;
    }

    /**
     * Adds a row's predictions to sums.
     *
     * @param logits read from {@code at} on, and overwritten
     * @param weight how much they count
     * @param sums accumulated from {@code to} on
     * @param outputs how many
     */
    void addTo(double[] logits, int at, double weight, double[] sums, int to, int outputs) {
        switch (this) {
            case SIGMOID -> {
                for (int c = 0; c < outputs; c++) {
                    logits[at + c] = Activations.sigmoid(logits[at + c]);
                }
            }
            case SOFTMAX -> softmax(logits, at, outputs);
            case EXPONENTIAL -> {
                for (int c = 0; c < outputs; c++) {
                    logits[at + c] = Math.exp(logits[at + c]);
                }
            }
            case IDENTITY, MARGIN -> {
                // The outputs are the values.
            }
        }
        for (int c = 0; c < outputs; c++) {
            sums[to + c] += weight * logits[at + c];
        }
    }

    private static void softmax(double[] logits, int at, int outputs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < outputs; c++) {
            largest = Math.max(largest, logits[at + c]);
        }
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
            logits[at + c] = Math.exp(logits[at + c] - largest);
            sum += logits[at + c];
        }
        for (int c = 0; c < outputs; c++) {
            logits[at + c] /= sum;
        }
    }
}
