package io.github.panagrad.nn.optim;

/**
 * The one-cycle policy: the learning rate rises to its maximum along half a cosine, then falls almost to 0 (Smith and
 * Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2018).
 *
 * <pre>
 * from α₀/d to α₀        for t from 0 to e = wT − 1
 * from α₀ to α₀/(d d')   for t from e to T − 1, and α₀/(d d') afterwards
 * </pre>
 *
 * each as {@code b + (a − b)(1 + cos(πs))/2} with s from 0 to 1. The variant is PyTorch's with its defaults, except
 * that the momentum does not change and that times after the end, which PyTorch rejects, are allowed.
 *
 * @param initial α₀, the maximum learning rate, positive
 * @param warmup w, the share of the period in which the learning rate rises, in [0, 1)
 * @param startDivisor d, the maximum learning rate divided by the first, at least 1
 * @param finalDivisor d', the first learning rate divided by the last, at least 1
 * @param period T, the number of epochs or steps of the cycle, at least 2
 */
public record OneCycle(double initial, double warmup, double startDivisor, double finalDivisor, long period)
        implements Schedule {
    /** Checks the values. */
    public OneCycle {
        Ranges.positive("one_cycle", "initial", initial);
        Ranges.share("one_cycle", "warmup", warmup);
        Ranges.divisor("one_cycle", "start-divisor", startDivisor);
        Ranges.divisor("one_cycle", "final-divisor", finalDivisor);
        Ranges.atLeast("one_cycle", "period", 2, period);
    }

    @Override
    public String name() {
        return "one_cycle";
    }

    @Override
    public String formula() {
        return "from α₀/d to α₀ in wT, then to α₀/(d d') until T, each along half a cosine";
    }

    @Override
    public double at(long t) {
        double first = initial / startDivisor;
        double last = first / finalDivisor;
        double top = warmup * period - 1;
        if (t < top) {
            return between(first, initial, t / top);
        }
        double end = period - 1.0;
        return t < end ? between(initial, last, (t - top) / (end - top)) : last;
    }

    private static double between(double from, double to, double share) {
        return to + (from - to) * HalfCosine.at(share);
    }
}
