package io.github.panagrad.serve.network;

import io.github.panagrad.error.Quoted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A function's name with its hyper-parameters, such as {@code leaky_relu:slope=0.02}, as model files have it. A single number after
 * the colon is the first hyper-parameter.
 *
 * @param name the name
 * @param given the text after the colon, or empty
 */
record ChoiceText(String name, String given) {
    static ChoiceText of(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new ChoiceText(text, "")
                : new ChoiceText(text.substring(0, colon), text.substring(colon + 1));
    }

    /**
     * Returns the hyper-parameters.
     *
     * @param known their names, in order
     * @throws IllegalArgumentException if one is unknown, missing, or no finite number
     */
    Map<String, Double> parameters(String... known) {
        Map<String, Double> found = new HashMap<>();
        for (String pair : given.isEmpty() ? new String[0] : given.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals >= 0 || known.length == 0 ? pair.substring(0, Math.max(0, equals)) : known[0];
            if (!List.of(known).contains(key) || found.put(key, number(key, pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(name + ": " + Quoted.of(pair) + " is not one of its numbers, "
                        + (known.length == 0 ? "of which it has none" : "which are " + String.join(", ", known)));
            }
        }
        if (found.size() < known.length) {
            throw new IllegalArgumentException(
                    name + ": expected " + String.join(", ", known) + ", found " + Quoted.of(given));
        }
        return found;
    }

    /** Returns the only hyper-parameter. */
    double parameter(String known) {
        return parameters(known).getOrDefault(known, Double.NaN);
    }

    private double number(String key, String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
            throw new NumberFormatException(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": " + key + ": expected a number, found " + Quoted.of(text), e);
        }
    }
}
