package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.Regularizer;
import java.util.List;

/**
 * The combined effect of several regularisers. A value.
 *
 * @param l1 λ of {@code λ/m Σ |w|}
 * @param l2 λ of {@code λ/(2m) Σ w²}
 * @param weightDecay λ of the decoupled decay
 * @param maxNorm the maximum norm of a unit's incoming weights, infinite for no limit
 */
public record Penalty(double l1, double l2, double weightDecay, double maxNorm) {
    /** No regularisation. */
    public static final Penalty NONE = new Penalty(0, 0, 0, Double.POSITIVE_INFINITY);

    /** Combines regularisers: factors are added, and the smallest maximum norm applies. */
    public static Penalty of(List<Regularizer> regularizers) {
        Penalty sum = NONE;
        for (Regularizer regularizer : regularizers) {
            sum = sum.plus(regularizer);
        }
        return sum;
    }

    private Penalty plus(Regularizer regularizer) {
        return switch (regularizer) {
            case Regularizer.L1 one -> new Penalty(l1 + one.lambda(), l2, weightDecay, maxNorm);
            case Regularizer.L2 two -> new Penalty(l1, l2 + two.lambda(), weightDecay, maxNorm);
            case Regularizer.ElasticNet net ->
                new Penalty(
                        l1 + net.lambda() * net.ratio(), l2 + net.lambda() * (1 - net.ratio()), weightDecay, maxNorm);
            case Regularizer.WeightDecay decay -> new Penalty(l1, l2, weightDecay + decay.lambda(), maxNorm);
            case Regularizer.MaxNorm norm -> new Penalty(l1, l2, weightDecay, Math.min(maxNorm, norm.limit()));
        };
    }
}
