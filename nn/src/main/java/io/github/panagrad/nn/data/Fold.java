package io.github.panagrad.nn.data;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A partition of samples into a training part and a validation part, as positions from 0, in ascending order. The
 * arrays must not be modified; threads may share it.
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

    /** Returns the repetition of the whole partition that this fold belongs to, from 0. */
    public int repeat() {
        return repeat;
    }

    /** Returns the number of this fold within its repetition, from 0. */
    public int number() {
        return number;
    }

    /** Returns the positions of the training samples: the fold's own array, not a copy. */
    public int[] training() {
        return training;
    }

    /** Returns the positions of the validation samples: the fold's own array, not a copy. */
    public int[] validation() {
        return validation;
    }

    /**
     * Returns the two parts of a set.
     *
     * @param data the samples that were partitioned
     */
    public Dataset.Split of(Dataset data) {
        return new Dataset.Split(data.subset(training), data.subset(validation));
    }

    /** Returns this fold with samples in the training part that may have been in the other one. */
    public Fold trainingOn(IntPredicate samples) {
        return new Fold(
                repeat,
                number,
                IntStream.concat(
                                IntStream.of(training), IntStream.of(validation).filter(samples))
                        .sorted()
                        .toArray(),
                IntStream.of(validation).filter(samples.negate()).toArray());
    }

    @Override
    public String toString() {
        return "fold " + number + " of repeat " + repeat + " (" + training.length + " training and " + validation.length
                + " validation samples)";
    }
}
