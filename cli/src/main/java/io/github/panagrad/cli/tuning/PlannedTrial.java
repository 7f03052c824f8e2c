package io.github.panagrad.cli.tuning;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.NetworkSpec;
import java.util.Optional;

/**
 * The options of a trial, checked against the data.
 *
 * @param request what they request
 * @param spec the shape of its networks
 * @param earlyStopping when their training ends early
 * @param config all options of {@code train} with their values
 */
record PlannedTrial(
        TrainingRequest request, NetworkSpec spec, Optional<EarlyStopping> earlyStopping, EffectiveConfig config) {}
