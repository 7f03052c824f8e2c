package io.github.panagrad.cli.options;

import io.github.panagrad.nn.optim.Regularizer;

/**
 * How to train where the options give no value.
 *
 * @param epochs the passes over the data
 * @param rate the learning rate at the start
 * @param decay the weight decay; 0 for none
 * @param rows the training rows
 */
public record LearningDefaults(int epochs, double rate, double decay, int rows) {
    private static final double RATE = 0.001;

    /** For regression on tables: three times as much is better on Abalone, with weight decay: R² 0.59 instead of 0.58. */
    private static final double VALUES_RATE = 0.003;

    /** Abalone's R² is best with a decay of 0.3 to 0.5, which this gives. */
    private static final double NORMALIZED_DECAY = 20;

    /** Returns the default rate, without decay. */
    public static LearningDefaults of(int epochs, int rows) {
        return new LearningDefaults(epochs, RATE, 0, rows);
    }

    /**
     * Returns the defaults for a regression on a table. The decay falls with the square root of the number of steps, {@code λ = c √(b / (B
     * T))} for batches of b, B rows and T epochs (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019,
     * appendix B.1): the more rows, the less decay is needed.
     */
    static LearningDefaults ofValues(int epochs, int rows, int batchSize) {
        return new LearningDefaults(
                epochs, VALUES_RATE, NORMALIZED_DECAY * Math.sqrt(batchSize / ((double) rows * epochs)), rows);
    }

    /** Returns the decay as a regulariser. */
    Regularizer regularizer() {
        return new Regularizer.WeightDecay(decay);
    }
}
