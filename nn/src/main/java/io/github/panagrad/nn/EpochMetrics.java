package io.github.panagrad.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of an epoch. Accuracies are fractions in [0, 1], and NaN for regression; validation metrics are NaN if there is
 * no validation set.
 *
 * @param epoch the number of the epoch, from 1
 * @param learningRate the learning rate of its first step; with L-BFGS, the step that the line search found
 * @param trainLoss the mean over its batches, weighted by rows, each before its update and with the L2 penalty; with
 *     L-BFGS, after it
 * @param trainAccuracy likewise
 * @param validationLoss the loss after the epoch, without penalty and dropout
 * @param validationAccuracy likewise
 * @param seconds the time of the epoch, validation included
 * @param samplesPerSecond training samples per second of training alone
 * @param metrics the other metrics requested, of the validation set, by name
 */
public record EpochMetrics(
        int epoch,
        double learningRate,
        double trainLoss,
        double trainAccuracy,
        double validationLoss,
        double validationAccuracy,
        double seconds,
        double samplesPerSecond,
        Map<String, Double> metrics) {
    /** Copies the map, in its order. */
    public EpochMetrics {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
