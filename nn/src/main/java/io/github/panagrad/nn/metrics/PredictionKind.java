package io.github.panagrad.nn.metrics;

/** What the numbers are that a network predicts. */
public enum PredictionKind {
    /** A probability of each class, or of class 1 alone. */
    PROBABILITIES("probabilities"),
    /** A classifier's numbers without a scale: above 0 for class 1, or the largest for the class. */
    DECISION_VALUES("decision values"),
    /** Real numbers in place of real targets. */
    VALUES("values");

    private final String text;

    PredictionKind(String text) {
        this.text = text;
    }

    /** Returns what a message calls them. */
    public String text() {
        return text;
    }

    /** Returns whether they tell classes apart. */
    public boolean isClassification() {
        return this != VALUES;
    }

    /** Returns the prediction of a classifier's only output above which it says class 1. */
    public double threshold() {
        return this == DECISION_VALUES ? 0 : 0.5;
    }

    /**
     * Returns the class that a row of predictions stands for; the lowest wins a tie.
     *
     * @param row a number for each class, or one for class 1; read
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
