package io.github.panagrad.nn.data;

/**
 * One division of samples into those to train on and those to judge by, as positions from 0, in rising order. Immutable
 * unless its arrays are written to, which they must not be; threads may share it.
 */
public final class Fold {
    private final int repeat;
    private final int number;
    private final int[] training;
    private final int[] validation;

    Fold(int repeat, int number, int[] training, int[] validation) {
        this.repeat = repeat;
        this.number = number;
        this.training = training;
        this.validation = validation;
    }

    /** Returns which repetition of the whole division it is of, from 0. */
    public int repeat() {
        return repeat;
    }

    /** Returns its number within the repetition, from 0. */
    public int number() {
        return number;
    }

    /** Returns the positions of the samples to train on: the fold's own array, not a copy. */
    public int[] training() {
        return training;
    }

    /** Returns the positions of the samples to judge by: the fold's own array, not a copy. */
    public int[] validation() {
        return validation;
    }

    /**
     * Returns the two parts of a set.
     *
     * @param data the samples that were divided
     */
    public Dataset.Split of(Dataset data) {
        return new Dataset.Split(data.subset(training), data.subset(validation));
    }

    @Override
    public String toString() {
        return "fold " + number + " of repeat " + repeat + " (" + training.length + " to train on, " + validation.length
                + " to judge by)";
    }
}
