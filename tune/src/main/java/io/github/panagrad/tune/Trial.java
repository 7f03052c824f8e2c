package io.github.panagrad.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is to be done next: a trial is to be begun, or to go on from where it was paused. A value.
 *
 * @param number of the trial, from 0
 * @param parameters by their names, in the order of the space
 * @param from the resource that was spent on it before, such as epochs; 0 if it begins
 * @param until the resource at which it is to be paused; if empty, it goes on to its end
 */
public record Trial(int number, Map<String, String> parameters, long from, OptionalLong until) {
    /** Copies the map, in its order. */
    public Trial {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Returns the value of a parameter as text.
     *
     * @throws IllegalArgumentException if the trial has no such parameter
     */
    public String text(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("trial " + number + " has no parameter " + name);
        }
        return value;
    }

    /**
     * Returns the value of a parameter as a number.
     *
     * @throws IllegalArgumentException if the trial has no such parameter, or it is no number
     */
    public double number(String name) {
        return Double.parseDouble(text(name));
    }
}
