package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.UpdateRule;
import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import io.github.panagrad.tensor.ops.Penalties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a step in which the parameters change: for each tile its gradient over all rows of the batch, the penalties, the
 * limit of the gradient, and the update while all of it is in cache. If a limit needs the norm of more than one tile, there is
 * a barrier between gradient and update.
 */
final class SecondPhase {
    private final Kernels kernels;
    private final Penalties penalties;

    /** The factors of the learning rate of some parameters: each once. */
    private final double[] rateFactors;

    /** For each of those factors a separate rule, which receives its rate. */
    private final UpdateRule[] rules;

    /** The treatments of parameters, each once. */
    private final Treatment[] treatments;

    /** For each parameter, its treatment. */
    private final Treatment[] treatmentOf;

    private final Penalty penalty;
    private final GradientClipping clipping;
    private final WorkerTeam team;

    /** Adds the gradients of other workers; null if there are none. */
    private final @Nullable GradientExchange exchange;

    private final WorkerTeam.Task compute = this::compute;
    private final WorkerTeam.Task gradientAndUpdate = this::gradientAndUpdate;
    private final WorkerTeam.Task gradient = this::gradient;
    private final WorkerTeam.Task update = this::update;

    /** For each parameter, the factor of its gradient that limits its norm. */
    private final double[] factors;

    /** Whether the loss has penalties. */
    private final boolean isPenalized;

    /** The largest norm of a unit's weights, or infinity. */
    private final double maxNorm;

    /** The largest number of a gradient, or infinity. */
    private final double largestValue;

    private List<UpdateItem> items = List.of();
    private double l1;
    private double l2;

    /** How some parameters change in this step. */
    private static final class Treatment {
        final UpdateRule rule;
        final double rateFactor;
        final double decayFactor;
        final boolean isPenalized;

        /** How they are penalised and decay. */
        final Decay decay = new Decay();

        /** The same if {@link #l2} is already part of the gradient. */
        final Decay shrunk = new Decay();

        Treatment(UpdateRule rule, double rateFactor, double decayFactor, boolean isPenalized) {
            this.rule = rule;
            this.rateFactor = rateFactor;
            this.decayFactor = decayFactor;
            this.isPenalized = isPenalized;
        }

        boolean is(double rate, double decays, boolean penalized) {
            return rateFactor == rate && decayFactor == decays && isPenalized == penalized;
        }

        void begin(double l2, double learningRate, double weightDecay, double decays) {
            decay.l2 = isPenalized ? l2 : 0;
            decay.shrink = 1 - learningRate * rateFactor * ((weightDecay + rule.weightDecay()) * decays * decayFactor);
            shrunk.shrink = decay.shrink;
        }
    }

    SecondPhase(
            Architecture architecture,
            Kernels kernels,
            Supplier<UpdateRule> rule,
            ParameterFactors factorsOfKinds,
            Penalty penalty,
            GradientClipping clipping,
            @Nullable GradientExchange exchange,
            WorkerTeam team) {
        this.exchange = exchange;
        this.kernels = kernels;
        this.penalties = kernels.penalties();
        List<LayerParameter> parameters = architecture.parameters();
        this.rateFactors = parameters.stream()
                .filter(LayerParameter::isTrained)
                .mapToDouble(parameter -> parameter.rateFactor(factorsOfKinds))
                .distinct()
                .toArray();
        this.rules = Stream.generate(rule).limit(rateFactors.length).toArray(UpdateRule[]::new);
        this.treatmentOf = new Treatment[parameters.size()];
        List<Treatment> different = new ArrayList<>();
        for (int p = 0; p < treatmentOf.length; p++) {
            if (parameters.get(p).isTrained()) {
                treatmentOf[p] = treatment(parameters.get(p), factorsOfKinds, different);
            }
        }
        this.treatments = different.toArray(Treatment[]::new);
        this.penalty = penalty;
        this.clipping = clipping;
        this.team = team;
        this.isPenalized = penalty.l1() != 0 || penalty.l2() != 0;
        this.maxNorm = penalty.maxNorm();
        this.largestValue =
                clipping instanceof GradientClipping.ByValue byValue ? byValue.limit() : Double.POSITIVE_INFINITY;
        this.factors = new double[architecture.parameters().size()];
    }

    /** Returns the treatment of a parameter, a known one if there is one like it. */
    private Treatment treatment(LayerParameter parameter, ParameterFactors factorsOfKinds, List<Treatment> known) {
        double rate = parameter.rateFactor(factorsOfKinds);
        double decays = parameter.decayFactor(factorsOfKinds);
        for (Treatment treatment : known) {
            if (treatment.is(rate, decays, parameter.isDecayed())) {
                return treatment;
            }
        }
        Treatment fresh = new Treatment(rules[indexOf(rate)], rate, decays, parameter.isDecayed());
        known.add(fresh);
        return fresh;
    }

    /** Returns whether gradients are exchanged with other workers. */
    boolean exchanges() {
        return exchange != null;
    }

    /** Returns whether a limit needs norms of whole tensors, so that all gradients are stored at once. */
    static boolean needsNorms(GradientClipping clipping) {
        return switch (clipping) {
            case GradientClipping.None _, GradientClipping.ByValue _ -> false;
            case GradientClipping.ByNorm _, GradientClipping.ByGlobalNorm _ -> true;
        };
    }

    /** Returns whether penalties or a limit need sums over a tensor, whose bits depend on how it is divided. */
    static boolean needsSums(Penalty penalty, GradientClipping clipping) {
        return penalty.l1() != 0 || penalty.l2() != 0 || needsNorms(clipping);
    }

    /**
     * Updates all parameters.
     *
     * @param exchanged the same by what is exchanged with other workers in one message, if there are any
     * @param rows the rows of the batch, of all workers
     * @param step the number of the step, from 1
     * @param decays the factor of weight decay
     */
    void run(
            List<UpdateItem> all,
            List<ExchangedItems> exchanged,
            int rows,
            long step,
            double learningRate,
            double decays) {
        if (exchange != null) {
            exchange(exchange, exchanged);
        }
        items = all;
        l1 = penalty.l1() / rows;
        l2 = penalty.l2() / rows;
        for (int i = 0; i < rules.length; i++) {
            rules[i].begin(step, learningRate * rateFactors[i]);
        }
        for (Treatment treatment : treatments) {
            treatment.begin(l2, learningRate, penalty.weightDecay(), decays);
        }
        if (needsNorms(clipping)) {
            team.run(gradient, all.size());
            limit(all);
            team.run(update, all.size());
        } else {
            team.run(gradientAndUpdate, all.size());
        }
    }

    /** Replaces the gradients by their sums over all workers; those of a layer are sent while others are computed. */
    private void exchange(GradientExchange workers, List<ExchangedItems> exchanged) {
        for (int i = 0; i < exchanged.size(); i++) {
            items = exchanged.get(i).items();
            team.run(compute, items.size());
            workers.beginSum(exchanged.get(i).gradients());
        }
        workers.awaitSums();
    }

    private void compute(int item, int worker) {
        items.get(item).computeGradients(worker);
    }

    private void gradientAndUpdate(int item, int worker) {
        UpdateItem views = items.get(item);
        if (exchange == null) {
            views.computeGradients(worker);
        }
        for (GradientSlice slice : views.slices()) {
            Tensor g = slice.gradients[worker];
            Treatment treatment = treatmentOf[slice.number];
            Decay decay = treatment.decay;
            if (isPenalized) {
                sum(slice);
            }
            if (slice.isPenalized && l1 != 0) {
                penalties.addSign(l1, slice.theta, g);
            }
            if (largestValue != Double.POSITIVE_INFINITY) {
                if (decay.l2 != 0) {
                    kernels.axpy(decay.l2, slice.theta, g);
                    decay = treatment.shrunk;
                }
                penalties.clip(largestValue, g);
            }
            apply(slice, g, treatment, decay);
        }
    }

    private void gradient(int item, int worker) {
        UpdateItem views = items.get(item);
        if (exchange == null) {
            views.computeGradients(worker);
        }
        for (GradientSlice slice : views.slices()) {
            Tensor g = slice.gradients[worker];
            sum(slice);
            if (slice.isPenalized && l1 != 0) {
                penalties.addSign(l1, slice.theta, g);
            }
            if (slice.isPenalized && l2 != 0) {
                kernels.axpy(l2, slice.theta, g);
            }
            slice.gradientSquares = kernels.sumOfSquares(g);
        }
    }

    private void update(int item, int worker) {
        for (GradientSlice slice : items.get(item).slices()) {
            Tensor g = slice.gradients[worker];
            double factor = factors[slice.number];
            if (factor != 1) {
                penalties.scale(factor, g);
            }
            Treatment treatment = treatmentOf[slice.number];
            apply(slice, g, treatment, treatment.shrunk);
        }
    }

    private void apply(GradientSlice slice, Tensor g, Treatment treatment, Decay decay) {
        treatment.rule.apply(slice.theta, g, slice.state, decay);
        if (slice.hasLimitedNorm && maxNorm != Double.POSITIVE_INFINITY) {
            penalties.limitRowNorms(maxNorm, slice.theta);
        }
    }

    private int indexOf(double rateFactor) {
        int i = 0;
        while (rateFactors[i] != rateFactor) {
            i++;
        }
        return i;
    }

    /** Computes the factor of each tensor's gradient; sums are in the order of the plan. */
    private void limit(List<UpdateItem> all) {
        Arrays.fill(factors, 0);
        double total = 0;
        for (int i = 0; i < all.size(); i++) {
            for (GradientSlice slice : all.get(i).slices()) {
                factors[slice.number] += slice.gradientSquares;
                total += slice.gradientSquares;
            }
        }
        for (int p = 0; p < factors.length; p++) {
            factors[p] = switch (clipping) {
                case GradientClipping.ByNorm byNorm -> factor(byNorm.limit(), factors[p]);
                case GradientClipping.ByGlobalNorm global -> factor(global.limit(), total);
                case GradientClipping.None _, GradientClipping.ByValue _ -> 1;
            };
        }
    }

    private static double factor(double limit, double squares) {
        double norm = Math.sqrt(squares);
        return norm > limit ? limit / norm : 1;
    }

    /** Computes the sums that the loss's penalties need, of the current parameters. */
    void sumPenalties(List<UpdateItem> all) {
        if (!isPenalized) {
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            for (GradientSlice slice : all.get(i).slices()) {
                sum(slice);
            }
        }
    }

    private void sum(GradientSlice slice) {
        if (!slice.isPenalized) {
            return;
        }
        if (penalty.l2() != 0) {
            slice.sumOfSquares = kernels.sumOfSquares(slice.theta);
        }
        if (penalty.l1() != 0) {
            slice.sumOfMagnitudes = penalties.sumOfMagnitudes(slice.theta);
        }
    }

    /** Returns the penalties of the loss, from the sums that were computed last. */
    double penalty(List<UpdateItem> all, int rows) {
        if (!isPenalized) {
            return 0;
        }
        double squares = 0;
        double magnitudes = 0;
        for (int i = 0; i < all.size(); i++) {
            for (GradientSlice slice : all.get(i).slices()) {
                squares += slice.sumOfSquares;
                magnitudes += slice.sumOfMagnitudes;
            }
        }
        return penalty.l2() / (2 * rows) * squares + penalty.l1() / rows * magnitudes;
    }
}
