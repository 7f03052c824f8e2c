package io.github.panagrad.nn.metrics;

/** The kind of numbers that a network predicts. */
public enum PredictionKind {
    /** A probability for each class, or for class 1 only. */
    PROBABILITIES("probabilities"),
    /** Unscaled scores of a classifier: class 1 above 0, or the class with the largest score. */
    DECISION_VALUES("decision values"),
    /** Predictions of real targets. */
    VALUES("values");

    private final String text;

    PredictionKind(String text) {
        this.text = text;
    }

    /** Returns the name used in messages. */
    public String text() {
        return text;
    }

    /** Returns whether these are predictions of a classifier. */
    public boolean isClassification() {
        return this != VALUES;
    }

    /** Returns the threshold of a classifier with one output: class 1 is predicted above it. */
    public double threshold() {
        return this == DECISION_VALUES ? 0 : 0.5;
    }

    /**
     * Returns the predicted class of a row; the lowest class wins a tie.
     *
     * @param row a value for each class, or a single value for class 1; read
     */
    public int predictedClass(double[] row) {
        if (row.length == 1) {
            return row[0] > threshold() ? 1 : 0;
        }
        int best = 0;
        for (int c = 1; c < row.length; c++) {
            if (row[c] > row[best]) {
                best = c;
            }
        }
        return best;
    }
}
