package io.github.panagrad.tune;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hyper-parameters that are searched. A value.
 *
 * @param parameters at least one, with different names; one with a condition is after the one that it refers to
 */
public record SearchSpace(List<HyperParameter> parameters) {
    /** Copies the list, and checks it. */
    public SearchSpace {
        parameters = List.copyOf(parameters);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("a search space needs at least one parameter");
        }
        Map<String, HyperParameter> before = new HashMap<>();
        for (HyperParameter parameter : parameters) {
            parameter.when().ifPresent(condition -> {
                HyperParameter other = before.get(condition.name());
                if (other == null) {
                    throw new IllegalArgumentException(
                            parameter.name() + " depends on " + condition.name() + ", which is no parameter before it");
                }
                for (String value : condition.values()) {
                    if (!other.isValue(value)) {
                        throw new IllegalArgumentException(parameter.name() + " depends on " + condition.name() + " = "
                                + value + ", which is none of its values: " + other.describe());
                    }
                }
            });
            if (before.put(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("two parameters are called " + parameter.name());
            }
        }
    }

    /** Returns a space of some parameters. */
    public static SearchSpace of(HyperParameter... parameters) {
        return new SearchSpace(List.of(parameters));
    }

    /** Returns the parameters as text, by their names. */
    public Map<String, String> describe() {
        Map<String, String> texts = new LinkedHashMap<>();
        parameters.forEach(parameter -> texts.put(parameter.name(), parameter.describe()));
        return Collections.unmodifiableMap(texts);
    }
}
