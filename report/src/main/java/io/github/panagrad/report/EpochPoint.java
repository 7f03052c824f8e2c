package io.github.panagrad.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an epoch gave.
 *
 * @param epoch its number, from 1
 * @param learningRate at its beginning; NaN if there is none
 * @param samplesPerSecond the speed of training; NaN if it was not measured
 * @param training figures on training rows by the names of the metrics, {@code loss} among them
 * @param validation the same on validation rows; empty if there are none
 */
public record EpochPoint(
        int epoch,
        double learningRate,
        double samplesPerSecond,
        Map<String, Double> training,
        Map<String, Double> validation) {
    /**
     * Copies the maps, in their order.
     *
     * @throws IllegalArgumentException if the number of the epoch is negative
     */
    public EpochPoint {
        if (epoch < 0) {
            throw new IllegalArgumentException("the number of an epoch must not be negative, found " + epoch);
        }
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    }
}
