package io.github.panagrad.nn;

import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How a network is trained. A value; made by {@link #defaults()} and the {@code with} methods.
 *
 * @param optimization how parameters follow their gradient, and for how long
 * @param regularization what keeps the weights small
 * @param execution random numbers, order of the samples, threads
 */
public record TrainingConfig(Optimization optimization, Regularization regularization, Execution execution) {
    /** Checks that they fit each other. */
    public TrainingConfig {
        Objects.requireNonNull(optimization, "optimization");
        Objects.requireNonNull(regularization, "regularization");
        Objects.requireNonNull(execution, "execution");
        if (optimization.optimizer() instanceof Lbfgs && !regularization.isConstant()) {
            throw new IllegalArgumentException(
                    "lbfgs minimises one function: schedules of dropout, decay and label smoothing have no effect");
        }
        if (optimization.optimizer() instanceof Lbfgs && execution.batchParts() > 1) {
            throw new IllegalArgumentException(
                    "lbfgs computes the gradient of all samples at once: the parts of a batch must be 1, found "
                            + execution.batchParts());
        }
    }

    /** Lets the trainer choose the number of threads from the work in a step and the available processors. */
    public static final int AUTO_THREADS = 0;

    /**
     * Returns Adam at a rate of 0.001, batches of 128, 10 epochs, seed 42, the order {@link Shuffle.Auto}, and a number of
     * threads chosen from the work.
     */
    public static TrainingConfig defaults() {
        return new TrainingConfig(
                new Optimization(
                        Optimizer.adam(),
                        new Schedule.Constant(0.001),
                        ScheduleUnit.EPOCH,
                        GradientClipping.none(),
                        128,
                        10),
                new Regularization(List.of()),
                new Execution(42, Shuffle.auto(), AUTO_THREADS, false));
    }

    /** Returns this with another optimiser. */
    public TrainingConfig withOptimizer(Optimizer value) {
        return with(draft -> draft.optimizer = value);
    }

    /** Returns this with a constant learning rate. */
    public TrainingConfig withLearningRate(double value) {
        return withSchedule(new Schedule.Constant(value));
    }

    /** Returns this with another schedule. */
    public TrainingConfig withSchedule(Schedule value) {
        return with(draft -> draft.schedule = value);
    }

    /** Returns this with a schedule that counts epochs or steps. */
    public TrainingConfig withScheduleBy(ScheduleUnit value) {
        return with(draft -> draft.scheduleBy = value);
    }

    /** Returns this with factors of the learning rate and of weight decay for kinds of parameters. */
    public TrainingConfig withFactors(ParameterFactors value) {
        return with(draft -> draft.factors = value);
    }

    /** Returns this with another limit on the gradient. */
    public TrainingConfig withClipping(GradientClipping value) {
        return with(draft -> draft.clipping = value);
    }

    /** Returns this with another batch size. */
    public TrainingConfig withBatchSize(int value) {
        return with(draft -> draft.batchSize = value);
    }

    /** Returns this with another number of epochs. */
    public TrainingConfig withEpochs(int value) {
        return with(draft -> draft.epochs = value);
    }

    /** Returns this with the penalty {@code λ/(2m) Σ w²} of the lecture notes (section 4) as its only regulariser. */
    public TrainingConfig withL2(double lambda) {
        return withRegularizers(new Regularizer.L2(lambda));
    }

    /** Returns this with other regularisers. */
    public TrainingConfig withRegularizers(Regularizer... values) {
        return with(draft -> draft.regularizers = List.of(values));
    }

    /** Returns this with a schedule of factors from 0 to 1 for the probabilities of dropout. */
    public TrainingConfig withDropoutSchedule(Schedule value) {
        return with(draft -> draft.dropout = value);
    }

    /** Returns this with a schedule of factors from 0 to 1 for weight decay. */
    public TrainingConfig withDecaySchedule(Schedule value) {
        return with(draft -> draft.decay = value);
    }

    /** Returns this with a schedule of factors from 0 to 1 for label smoothing. */
    public TrainingConfig withSmoothingSchedule(Schedule value) {
        return with(draft -> draft.smoothing = value);
    }

    /** Returns this with another seed. */
    public TrainingConfig withSeed(long value) {
        return with(draft -> draft.seed = value);
    }

    /** Returns this with another order of the samples. */
    public TrainingConfig withShuffle(Shuffle value) {
        return with(draft -> draft.shuffle = value);
    }

    /** Returns this with another number of threads. */
    public TrainingConfig withThreads(int value) {
        return with(draft -> draft.threads = value);
    }

    /** Returns this with or without bit-identical results for every number of threads. */
    public TrainingConfig withReproducible(boolean value) {
        return with(draft -> draft.reproducible = value);
    }

    /**
     * Returns this with batches in parts, whose gradients are computed apart and added in pairs: with {@link #withReproducible} the
     * bits of a training with several workers, whose numbers are powers of two and at most the parts, and of one process are then the
     * same. Each part has samples of its own, dealt by {@link io.github.panagrad.nn.data.RowParts}.
     *
     * @param value a power of two where bits are to be the same for several numbers of workers
     */
    public TrainingConfig withBatchParts(int value) {
        return with(draft -> draft.batchParts = value);
    }

    /** Returns this with batches that the members of a network share, or that each of them has for itself. */
    public TrainingConfig withMemberBatches(MemberBatches value) {
        return with(draft -> draft.memberBatches = value);
    }

    /**
     * Returns this with some parameters that stay as they are: neither their gradients nor updates, penalties and decay are computed, and the
     * backward pass ends at the lowest layer that is trained. Their layers otherwise take part as before: dropout is drawn, and batch
     * normalisation goes on averaging its statistics.
     *
     * @param value tells which, such as {@code parameter -> parameter.index() < 2}; asked when a trainer is made
     */
    public TrainingConfig withFrozen(Predicate<Parameter> value) {
        return with(draft -> draft.frozen = value);
    }

    private TrainingConfig with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.config();
    }

    /** The values while one of them is changed. */
    private static final class Draft {
        private Optimizer optimizer;
        private Schedule schedule;
        private ScheduleUnit scheduleBy;
        private ParameterFactors factors;
        private GradientClipping clipping;
        private int batchSize;
        private int epochs;
        private Predicate<Parameter> frozen;
        private List<Regularizer> regularizers;
        private Schedule dropout;
        private Schedule decay;
        private Schedule smoothing;
        private long seed;
        private Shuffle shuffle;
        private int threads;
        private boolean reproducible;
        private int batchParts;
        private MemberBatches memberBatches;

        Draft(TrainingConfig config) {
            optimizer = config.optimization.optimizer();
            schedule = config.optimization.schedule();
            scheduleBy = config.optimization.scheduleBy();
            factors = config.optimization.factors();
            clipping = config.optimization.clipping();
            batchSize = config.optimization.batchSize();
            epochs = config.optimization.epochs();
            frozen = config.optimization.frozen();
            regularizers = config.regularization.regularizers();
            dropout = config.regularization.dropout();
            decay = config.regularization.decay();
            smoothing = config.regularization.smoothing();
            seed = config.execution.seed();
            shuffle = config.execution.shuffle();
            threads = config.execution.threads();
            reproducible = config.execution.reproducible();
            batchParts = config.execution.batchParts();
            memberBatches = config.execution.memberBatches();
        }

        TrainingConfig config() {
            return new TrainingConfig(
                    new Optimization(optimizer, schedule, scheduleBy, factors, clipping, batchSize, epochs, frozen),
                    new Regularization(regularizers, dropout, decay, smoothing),
                    new Execution(seed, shuffle, threads, reproducible, batchParts, memberBatches));
        }
    }
}
