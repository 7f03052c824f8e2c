package io.github.panagrad.nn;

import io.github.panagrad.nn.optim.Schedule;
import java.util.List;

/** The learning rates of one training run: the schedule, and the losses that it may depend on. */
final class LearningRates {
    private final Schedule schedule;
    private final ScheduleUnit unit;
    private final boolean validated;
    private double epochRate;

    /**
     * Makes the rates.
     *
     * @param validated whether there is a validation set, whose loss a schedule then follows
     */
    LearningRates(TrainingConfig config, boolean validated) {
        schedule = config.optimization().schedule();
        unit = config.optimization().scheduleBy();
        this.validated = validated;
    }

    /**
     * Begins an epoch, or continues one.
     *
     * @param history the previous epochs
     * @param steps the previous steps
     */
    void beginEpoch(List<EpochMetrics> history, long steps) {
        epochRate = unit == ScheduleUnit.EPOCH ? schedule.at(history.size(), losses(history)) : schedule.at(steps);
    }

    /** Returns the rate of the epoch's first step. */
    double first() {
        return epochRate;
    }

    private double[] losses(List<EpochMetrics> history) {
        return history.stream()
                .mapToDouble(epoch -> validated ? epoch.validationLoss() : epoch.trainLoss())
                .toArray();
    }

    /** Returns the time of a step that schedules see, given the numbers of epochs and of steps that are done. */
    long time(int epochs, long steps) {
        return unit == ScheduleUnit.STEP ? steps : epochs;
    }

    /** Returns the rate of a step in the epoch, given the number of steps done before the epoch. */
    double at(long steps) {
        return unit == ScheduleUnit.STEP ? schedule.at(steps) : epochRate;
    }
}
