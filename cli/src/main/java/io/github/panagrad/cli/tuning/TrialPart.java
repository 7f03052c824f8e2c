package io.github.panagrad.cli.tuning;

import io.github.panagrad.nn.data.Dataset;

/**
 * What a network of a trial is trained and evaluated on.
 *
 * @param name of the part, also of its folder
 * @param training the samples that it learns from
 * @param held the samples that it is evaluated on
 * @param positions those of the held samples among all that a trial is evaluated on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TrialPart(String name, Dataset training, Dataset held, int[] positions) {}
