package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.engine.TrainingStep;
import io.github.panagrad.nn.engine.Workers;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A search for a learning rate: steps whose rate rises exponentially, and the loss at each of them (Smith, "Cyclical Learning
 * Rates for Training Neural Networks", WACV 2017). A value; threads may share it.
 *
 * <p>The loss of a batch is smoothed: {@code s_t = β s_{t−1} + (1 − β) l_t}, divided by {@code 1 − β^t}, with {@code β} = 0.9.
 * The test ends early if that exceeds four times its minimum so far, or a loss is not finite.
 *
 * @param points the steps, in order; at least one
 * @param hasDiverged whether it ended early
 */
public record LearningRateRangeTest(List<Point> points, boolean hasDiverged) {
    private static final double KEEP = 0.9;
    private static final double DIVERGED_TIMES = 4;

    /** Steps that do not count: the first means are over few batches. */
    private static final int SETTLING_STEPS = 10;

    /** Copies the list. */
    public LearningRateRangeTest {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a learning-rate range test has at least one step, found none");
        }
    }

    /**
     * A step.
     *
     * @param rate its learning rate
     * @param loss its batch's loss before the update, penalties included
     * @param smoothedLoss the mean of the losses up to it, later ones counting more
     */
    public record Point(double rate, double loss, double smoothedLoss) {}

    /**
     * Trains a copy of a network with rising rates; the network itself is not changed. Batches are drawn as in training:
     * reshuffled in each pass over the data, and smaller only if the data has fewer samples than a batch.
     *
     * @param config how it is trained; its schedule and epochs are not used
     * @param from the first rate, positive
     * @param to the last rate, larger
     * @param steps the number of steps, at least 2
     * @throws IllegalArgumentException if the data does not fit the network, a number is out of range, or the optimiser has no
     *     learning rate (L-BFGS)
     * @throws DivergedException if the very first loss is not finite
     */
    public static LearningRateRangeTest run(
            Network network, Dataset data, TrainingConfig config, double from, double to, int steps) {
        if (!(from > 0 && to > from && Double.isFinite(to)) || steps < 2) {
            throw new IllegalArgumentException(
                    "a learning-rate range test needs at least 2 steps, and rates above 0 that" + " rise, found "
                            + steps + " steps from " + from + " to " + to);
        }
        if (!(config.optimization().optimizer() instanceof FirstOrder optimizer)) {
            throw new IllegalArgumentException(config.optimization().optimizer().name()
                    + " determines its own step length: a learning-rate range test is of no use");
        }
        NetworkSpec spec = network.spec();
        DataChecks.require(spec, network.dtype(), data);
        int rows = Math.min(config.optimization().batchSize(), data.size());
        TrainingConfig constant = config.withScheduleBy(ScheduleUnit.EPOCH).withSchedule(new Schedule.Constant(from));
        int threads = ThreadChoice.resolve(spec, network.backend(), constant);
        try (Network copy = new Network(spec, network.dtype(), network.backend());
                WorkerTeam team = new WorkerTeam(threads)) {
            copy.copyFrom(network);
            Architecture architecture = Trainer.architecture(copy, config);
            try (TrainingStep step = new TrainingStep(
                    copy.values(),
                    architecture,
                    team,
                    Workers.ALONE,
                    () -> optimizer.rule(copy.backend(), copy.dtype()),
                    config.optimization().factors(),
                    optimizer.states(),
                    config.regularization().penalty(),
                    config.optimization().clipping(),
                    rows,
                    count -> StepPlan.of(
                            architecture, count, constant.execution().reproducible(), threads))) {
                EpochOrder order = new EpochOrder(config.execution().shuffle(), architecture.gatheredPerSample());
                return run(step, data, config, order, rows, from, to, steps);
            }
        }
    }

    private static LearningRateRangeTest run(
            TrainingStep step,
            Dataset data,
            TrainingConfig config,
            EpochOrder epochOrder,
            int rows,
            double from,
            double to,
            int steps) {
        RandomKey shuffle = Purpose.SHUFFLE.key(config.execution().seed());
        int[] order = epochOrder.allocate(data.size());
        RandomKey dropout = Purpose.DROPOUT.key(config.execution().seed());
        int perEpoch = data.size() / rows;
        List<Point> points = new ArrayList<>();
        double average = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < steps; i++) {
            if (i % perEpoch == 0) {
                epochOrder.write(data, shuffle.fold(1 + i / perEpoch), order);
                step.bind(data, order);
            }
            double rate = from * Math.pow(to / from, (double) i / (steps - 1));
            step.drawMasks(RandomKey.fold(dropout.bits(), i + 1L));
            step.run(i % perEpoch * rows, rows, i + 1L, rate);
            step.keepStatistics();
            double loss = step.loss();
            if (!Double.isFinite(loss)) {
                if (points.isEmpty()) {
                    throw new DivergedException(1, 1, rate, loss);
                }
                return new LearningRateRangeTest(points, true);
            }
            average = KEEP * average + (1 - KEEP) * loss;
            double smoothed = average / (1 - Math.pow(KEEP, i + 1));
            points.add(new Point(rate, loss, smoothed));
            least = Math.min(least, smoothed);
            // A loss may be negative, such as Poisson's: four times the minimum is then no limit.
            if (i >= SETTLING_STEPS && least > 0 && smoothed > DIVERGED_TIMES * least) {
                return new LearningRateRangeTest(points, true);
            }
        }
        return new LearningRateRangeTest(points, false);
    }

    /** Returns the rate at which the smoothed loss was lowest. */
    public double rateOfLeastLoss() {
        return points.get(least()).rate();
    }

    private int least() {
        int least = 0;
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).smoothedLoss() < points.get(least).smoothedLoss()) {
                least = i;
            }
        }
        return least;
    }

    /**
     * Returns the rate at which the smoothed loss fell most steeply over the logarithm of the rate, from the eleventh step,
     * before which it is a mean over few batches, to its minimum; the first rate if it did not fall.
     */
    public double steepest() {
        double steepest = 0;
        double rate = points.getFirst().rate();
        for (int i = SETTLING_STEPS; i + 1 <= least(); i++) {
            double slope = (points.get(i + 1).smoothedLoss() - points.get(i - 1).smoothedLoss())
                    / Math.log(points.get(i + 1).rate() / points.get(i - 1).rate());
            if (slope < steepest) {
                steepest = slope;
                rate = points.get(i).rate();
            }
        }
        return rate;
    }

    /**
     * Returns a rate to start with: a tenth of that with the lowest smoothed loss, which is past the best, or the first rate if
     * that is larger.
     */
    public double suggestion() {
        return Math.max(points.getFirst().rate(), rateOfLeastLoss() / 10);
    }
}
