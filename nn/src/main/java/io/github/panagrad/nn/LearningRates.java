package io.github.panagrad.nn;

import io.github.panagrad.nn.optim.Schedule;
import java.util.Arrays;

/** The learning rates of one training: the schedule, and what it has to know. */
final class LearningRates {
    private final Schedule schedule;
    private final ScheduleUnit unit;
    private double[] losses = {};
    private long steps;
    private double rate;

    LearningRates(TrainingConfig config) {
        schedule = config.schedule();
        unit = config.scheduleBy();
    }

    /** Returns the rate of the next step, which is the first of an epoch. */
    double beginEpoch() {
        rate = unit == ScheduleUnit.EPOCH ? schedule.at(losses.length, losses) : schedule.at(steps);
        return rate;
    }

    /** Returns the rate of a step, which is then done. */
    double nextStep() {
        if (unit == ScheduleUnit.STEP) {
            rate = schedule.at(steps);
        }
        steps++;
        return rate;
    }

    /** Takes an epoch's loss: that of the validation set, or of the training where there is none. */
    void endEpoch(EpochMetrics metrics, boolean validated) {
        losses = Arrays.copyOf(losses, losses.length + 1);
        losses[losses.length - 1] = validated ? metrics.validationLoss() : metrics.trainLoss();
    }
}
