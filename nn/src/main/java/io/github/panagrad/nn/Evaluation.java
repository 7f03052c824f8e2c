package io.github.panagrad.nn;

/**
 * How a network, or an ensemble, does on a data set.
 *
 * @param loss the mean loss, without penalty and dropout, each sample's multiplied by its weight if the data has weights
 * @param accuracy the share of samples predicted right, each counted the same, or NaN for regression
 * @param samples the number of samples
 */
public record Evaluation(double loss, double accuracy, int samples) {}
