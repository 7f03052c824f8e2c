package io.github.panagrad.nn;

/**
 * How well a network, or an ensemble, performs on a data set.
 *
 * @param loss the mean loss, without penalty and dropout, each sample's multiplied by its weight if the data has weights
 * @param accuracy the fraction of samples predicted correctly, unweighted, or NaN for regression
 * @param samples the number of samples
 */
public record Evaluation(double loss, double accuracy, int samples) {}
