package io.github.panagrad.nn;

import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.Schedule;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How parameters follow their gradient, and for how long. A value.
 *
 * @param optimizer the update
 * @param schedule the learning rate; {@link Lbfgs} takes constant schedules only, and ignores the rate
 * @param scheduleBy whether the schedule counts epochs or steps
 * @param factors of the learning rate and of weight decay, for kinds of parameters; {@link Lbfgs} takes none
 * @param clipping the limit of the gradient
 * @param batchSize the rows of a batch, at least 1; the last batch of an epoch may be smaller
 * @param epochs the passes over the data, at least 1
 * @param frozen which parameters stay as they are; {@link #NOTHING} for none; {@link Lbfgs} takes no other
 */
public record Optimization(
        Optimizer optimizer,
        Schedule schedule,
        ScheduleUnit scheduleBy,
        ParameterFactors factors,
        GradientClipping clipping,
        int batchSize,
        int epochs,
        Predicate<Parameter> frozen) {
    /** Freezes no parameter. */
    public static final Predicate<Parameter> NOTHING = _ -> false;

    /** Checks the values. */
    public Optimization {
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(scheduleBy, "scheduleBy");
        Objects.requireNonNull(factors, "factors");
        Objects.requireNonNull(clipping, "clipping");
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size must be at least 1, found " + batchSize);
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("the number of epochs must be at least 1, found " + epochs);
        }
        if (schedule.needsHistory() && scheduleBy != ScheduleUnit.EPOCH) {
            throw new IllegalArgumentException(
                    "schedule " + Schedule.format(schedule) + " follows the losses of epochs: it cannot count steps");
        }
        if (optimizer instanceof Lbfgs && !(schedule instanceof Schedule.Constant)) {
            throw new IllegalArgumentException(
                    "lbfgs determines its own step length: the schedule must be constant, found "
                            + Schedule.format(schedule));
        }
        if (optimizer instanceof Lbfgs && !frozen.equals(NOTHING)) {
            throw new IllegalArgumentException("lbfgs changes all parameters: freezing some is for other optimisers");
        }
        if (optimizer instanceof Lbfgs && !factors.isNone()) {
            throw new IllegalArgumentException(
                    "lbfgs determines its own step length: it takes no factors for kinds of parameters");
        }
    }

    /** Makes one that trains all parameters. */
    public Optimization(
            Optimizer optimizer,
            Schedule schedule,
            ScheduleUnit scheduleBy,
            ParameterFactors factors,
            GradientClipping clipping,
            int batchSize,
            int epochs) {
        this(optimizer, schedule, scheduleBy, factors, clipping, batchSize, epochs, NOTHING);
    }

    /** Makes one without factors for kinds of parameters. */
    public Optimization(
            Optimizer optimizer,
            Schedule schedule,
            ScheduleUnit scheduleBy,
            GradientClipping clipping,
            int batchSize,
            int epochs) {
        this(optimizer, schedule, scheduleBy, ParameterFactors.none(), clipping, batchSize, epochs);
    }
}
