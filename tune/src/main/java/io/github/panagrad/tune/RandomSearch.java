package io.github.panagrad.tune;

import io.github.panagrad.tensor.RandomKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws each parameter from its whole range, whatever the results (Bergstra and Bengio, "Random Search for Hyper-Parameter
 * Optimization", JMLR 2012).
 */
public record RandomSearch() implements Sampler {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public Map<String, String> sample(SearchSpace space, List<Result> results, RandomKey key) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int p = 0; p < space.parameters().size(); p++) {
            HyperParameter parameter = space.parameters().get(p);
            if (parameter.when().map(condition -> condition.holds(chosen)).orElse(true)) {
                Draws draws = new Draws(key.fold(p));
                chosen.put(
                        parameter.name(),
                        switch (parameter) {
                            case HyperParameter.Range number -> number.at(draws.uniform());
                            case HyperParameter.Choice choice ->
                                choice.values().get(draws.below(choice.values().size()));
                        });
            }
        }
        return chosen;
    }
}
