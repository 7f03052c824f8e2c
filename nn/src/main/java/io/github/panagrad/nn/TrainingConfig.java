package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Penalty;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import java.util.List;

/**
 * How a network is trained. A value; made by {@link #defaults()} and the {@code with} methods.
 *
 * @param optimizer how parameters follow their gradient
 * @param schedule the learning rate; {@link Lbfgs} has no use for one, and takes constant schedules only
 * @param scheduleBy whether the schedule counts epochs or steps
 * @param regularizers what keeps the weights small; may be empty
 * @param clipping the limit of the gradient
 * @param batchSize the rows of a batch; the last batch of an epoch may be smaller
 * @param epochs the passes over the data
 * @param seed decides the shuffling and the dropout masks
 * @param shuffle the order of the samples, epoch by epoch
 * @param threads the threads to use, or {@link #AUTO_THREADS}
 * @param reproducible whether the work is divided in a way that follows from network and batch alone, so that every
 *     number of threads gives the same bits
 */
public record TrainingConfig(
        Optimizer optimizer,
        Schedule schedule,
        ScheduleUnit scheduleBy,
        List<Regularizer> regularizers,
        GradientClipping clipping,
        int batchSize,
        int epochs,
        long seed,
        Shuffle shuffle,
        int threads,
        boolean reproducible) {
    /** Lets the trainer choose the number of threads from the work of a step and the processors there are. */
    public static final int AUTO_THREADS = 0;

    /** Checks the values. */
    public TrainingConfig {
        regularizers = List.copyOf(regularizers);
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
                    "lbfgs finds the length of its steps itself: the schedule must be constant," + " found "
                            + Schedule.format(schedule));
        }
        if (threads < 0) {
            throw new IllegalArgumentException("the number of threads must be at least 1, found " + threads);
        }
    }

    /**
     * Returns Adam at a rate of 0.001, batches of 128, 10 epochs, seed 42, shuffled by {@link Shuffle.Auto}, threads
     * chosen.
     */
    public static TrainingConfig defaults() {
        return new TrainingConfig(
                Optimizer.adam(),
                new Schedule.Constant(0.001),
                ScheduleUnit.EPOCH,
                List.of(),
                GradientClipping.none(),
                128,
                10,
                42,
                Shuffle.auto(),
                AUTO_THREADS,
                false);
    }

    /** Returns this with another optimiser. */
    public TrainingConfig withOptimizer(Optimizer value) {
        return new TrainingConfig(
                value,
                schedule,
                scheduleBy,
                regularizers,
                clipping,
                batchSize,
                epochs,
                seed,
                shuffle,
                threads,
                reproducible);
    }

    /** Returns this with a constant learning rate. */
    public TrainingConfig withLearningRate(double value) {
        return withSchedule(new Schedule.Constant(value));
    }

    /** Returns this with another schedule. */
    public TrainingConfig withSchedule(Schedule value) {
        return new TrainingConfig(
                optimizer,
                value,
                scheduleBy,
                regularizers,
                clipping,
                batchSize,
                epochs,
                seed,
                shuffle,
                threads,
                reproducible);
    }

    /** Returns this with a schedule that counts epochs or steps. */
    public TrainingConfig withScheduleBy(ScheduleUnit value) {
        return new TrainingConfig(
                optimizer,
                schedule,
                value,
                regularizers,
                clipping,
                batchSize,
                epochs,
                seed,
                shuffle,
                threads,
                reproducible);
    }

    /** Returns this with the text's penalty {@code λ/(2m) Σ w²} as its only regulariser. */
    public TrainingConfig withL2(double lambda) {
        return withRegularizers(new Regularizer.L2(lambda));
    }

    /** Returns this with other regularisers. */
    public TrainingConfig withRegularizers(Regularizer... values) {
        return new TrainingConfig(
                optimizer,
                schedule,
                scheduleBy,
                List.of(values),
                clipping,
                batchSize,
                epochs,
                seed,
                shuffle,
                threads,
                reproducible);
    }

    /** Returns this with another limit of the gradient. */
    public TrainingConfig withClipping(GradientClipping value) {
        return new TrainingConfig(
                optimizer,
                schedule,
                scheduleBy,
                regularizers,
                value,
                batchSize,
                epochs,
                seed,
                shuffle,
                threads,
                reproducible);
    }

    /** Returns what the regularisers come to together. */
    Penalty penalty() {
        return Penalty.of(regularizers);
    }

    /** Returns this with another batch size. */
    public TrainingConfig withBatchSize(int value) {
        return new TrainingConfig(
                optimizer,
                schedule,
                scheduleBy,
                regularizers,
                clipping,
                value,
                epochs,
                seed,
                shuffle,
                threads,
                reproducible);
    }

    /** Returns this with another number of epochs. */
    public TrainingConfig withEpochs(int value) {
        return new TrainingConfig(
                optimizer,
                schedule,
                scheduleBy,
                regularizers,
                clipping,
                batchSize,
                value,
                seed,
                shuffle,
                threads,
                reproducible);
    }

    /** Returns this with another seed. */
    public TrainingConfig withSeed(long value) {
        return new TrainingConfig(
                optimizer,
                schedule,
                scheduleBy,
                regularizers,
                clipping,
                batchSize,
                epochs,
                value,
                shuffle,
                threads,
                reproducible);
    }

    /** Returns this with another order of the samples. */
    public TrainingConfig withShuffle(Shuffle value) {
        return new TrainingConfig(
                optimizer,
                schedule,
                scheduleBy,
                regularizers,
                clipping,
                batchSize,
                epochs,
                seed,
                value,
                threads,
                reproducible);
    }

    /** Returns this with another number of threads. */
    public TrainingConfig withThreads(int value) {
        return new TrainingConfig(
                optimizer,
                schedule,
                scheduleBy,
                regularizers,
                clipping,
                batchSize,
                epochs,
                seed,
                shuffle,
                value,
                reproducible);
    }

    /** Returns this with or without the same bits for every number of threads. */
    public TrainingConfig withReproducible(boolean value) {
        return new TrainingConfig(
                optimizer,
                schedule,
                scheduleBy,
                regularizers,
                clipping,
                batchSize,
                epochs,
                seed,
                shuffle,
                threads,
                value);
    }
}
