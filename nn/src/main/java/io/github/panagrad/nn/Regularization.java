package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.engine.Strengths;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import java.util.List;
import java.util.Objects;

/**
 * What keeps the weights small, and how its strength changes. A value. Dropout and label smoothing themselves belong to the
 * {@link NetworkSpec}.
 *
 * <p>The schedules give factors from 0 to 1, and count epochs or steps as that of the learning rate does.
 *
 * @param regularizers penalties, weight decay and limits of norms; may be empty
 * @param dropout the factor of the probabilities of dropout
 * @param decay the factor of weight decay
 * @param smoothing the factor of label smoothing
 */
public record Regularization(List<Regularizer> regularizers, Schedule dropout, Schedule decay, Schedule smoothing) {
    private static final Schedule ALWAYS = new Schedule.Constant(1);

    /** Copies the list and checks the schedules. */
    public Regularization {
        regularizers = List.copyOf(Objects.requireNonNull(regularizers, "regularizers"));
        require("dropout", dropout);
        require("weight decay", decay);
        require("label smoothing", smoothing);
    }

    /** Makes one whose strength does not change. */
    public Regularization(List<Regularizer> regularizers) {
        this(regularizers, ALWAYS, ALWAYS, ALWAYS);
    }

    private static void require(String what, Schedule schedule) {
        Objects.requireNonNull(schedule, () -> "the schedule of " + what);
        if (schedule.needsHistory()) {
            throw new IllegalArgumentException(
                    "the schedule of " + what + " cannot follow losses: " + Schedule.format(schedule));
        }
        if (schedule.initial() > 1) {
            throw new IllegalArgumentException(
                    "the schedule of " + what + " is a factor: initial must be at most 1, found " + schedule.initial());
        }
    }

    /** Returns whether all strengths stay as they are. */
    boolean isConstant() {
        return dropout.equals(ALWAYS) && decay.equals(ALWAYS) && smoothing.equals(ALWAYS);
    }

    /**
     * Sets the factors of a step.
     *
     * @param t the number of completed epochs or steps
     */
    void apply(long t, Strengths strengths) {
        strengths.dropout = dropout.at(t);
        strengths.decay = decay.at(t);
        strengths.smoothing = smoothing.at(t);
    }

    /** Returns the regularisers combined. */
    Penalty penalty() {
        return Penalty.of(regularizers);
    }
}
