package io.github.panagrad.tune;

import io.github.panagrad.tensor.RandomKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization", NeurIPS
 * 2011). The results are divided into the best share γ and the others; for each parameter alone, l and g are the densities of its
 * values among the ones and among the others, and of some values drawn from l that with the greatest l/g is taken, which has the
 * greatest expected improvement.
 *
 * <p>The density of numbers is a mixture of normal distributions within the range, one at each value, as wide as the greater
 * distance to its neighbours, and one for the whole range; that of choices is their share, with one more of each. A result without
 * a parameter says nothing about it.
 *
 * @param randomTrials how many results must be there before they are looked at, at least 1; until then it is {@link RandomSearch}
 * @param goodShare γ, above 0 and below 1
 * @param candidates how many values are drawn from l, at least 1
 */
public record Tpe(int randomTrials, double goodShare, int candidates) implements Sampler {
    /** More good results than these blur what is best. */
    private static final int MOST_GOOD = 25;

    /** Checks the constants. */
    public Tpe {
        if (randomTrials < 1 || candidates < 1 || !(goodShare > 0 && goodShare < 1)) {
            throw new IllegalArgumentException(
                    "expected at least 1 random trial and 1 candidate, and a share between 0 and 1, found "
                            + randomTrials + ", " + candidates + " and " + goodShare);
        }
    }

    /** Returns it with γ = 0.15, as in the paper, and 24 candidates, after 10 results. */
    public static Tpe usual() {
        return new Tpe(10, 0.15, 24);
    }

    @Override
    public String name() {
        return "tpe";
    }

    @Override
    public Map<String, String> sample(SearchSpace space, List<Result> results, RandomKey key) {
        if (results.size() < randomTrials) {
            return new RandomSearch().sample(space, results, key);
        }
        List<Result> sorted = results.stream()
                .sorted(Comparator.comparingDouble(Result::loss))
                .toList();
        int good = Math.min(MOST_GOOD, (int) Math.ceil(goodShare * sorted.size()));
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int p = 0; p < space.parameters().size(); p++) {
            HyperParameter parameter = space.parameters().get(p);
            if (parameter.when().map(condition -> condition.holds(chosen)).orElse(true)) {
                List<String> above = values(parameter, sorted.subList(0, good));
                List<String> below = values(parameter, sorted.subList(good, sorted.size()));
                chosen.put(parameter.name(), best(parameter, above, below, new Draws(key.fold(p))));
            }
        }
        return chosen;
    }

    private static List<String> values(HyperParameter parameter, List<Result> results) {
        return results.stream()
                .map(result -> result.parameters().getOrDefault(parameter.name(), ""))
                .filter(parameter::isValue)
                .toList();
    }

    private String best(HyperParameter parameter, List<String> good, List<String> bad, Draws draws) {
        return switch (parameter) {
            case HyperParameter.Range number -> {
                ParzenDensity likely = ParzenDensity.of(number, good);
                ParzenDensity unlikely = ParzenDensity.of(number, bad);
                double best = Double.NaN;
                double most = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < candidates; c++) {
                    double candidate = likely.draw(draws);
                    double gain = likely.logAt(candidate) - unlikely.logAt(candidate);
                    if (c == 0 || gain > most) {
                        best = candidate;
                        most = gain;
                    }
                }
                yield number.at(best);
            }
            case HyperParameter.Choice choice -> {
                double[] likely = shares(choice, good);
                double[] unlikely = shares(choice, bad);
                int best = 0;
                double most = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < candidates; c++) {
                    int candidate = draw(likely, draws.uniform());
                    double gain = StrictMath.log(likely[candidate]) - StrictMath.log(unlikely[candidate]);
                    if (gain > most) {
                        best = candidate;
                        most = gain;
                    }
                }
                yield choice.values().get(best);
            }
        };
    }

    private static double[] shares(HyperParameter.Choice choice, List<String> values) {
        double[] shares = new double[choice.values().size()];
        for (int k = 0; k < shares.length; k++) {
            String value = choice.values().get(k);
            double count = values.stream().filter(value::equals).count();
            shares[k] = (count + 1) / (values.size() + shares.length);
        }
        return shares;
    }

    private static int draw(double[] shares, double uniform) {
        double sum = 0;
        for (int k = 0; k < shares.length; k++) {
            sum += shares[k];
            if (uniform < sum) {
                return k;
            }
        }
        return shares.length - 1;
    }
}
