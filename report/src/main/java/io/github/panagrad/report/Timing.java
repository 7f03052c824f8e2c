package io.github.panagrad.report;

/**
 * How long the parts of a training took, in seconds; NaN for what was not measured.
 *
 * @param readSeconds reading and preparing the data
 * @param fitSeconds training, validation included
 * @param evaluateSeconds the final metrics and the evidence
 */
public record Timing(double readSeconds, double fitSeconds, double evaluateSeconds) {}
