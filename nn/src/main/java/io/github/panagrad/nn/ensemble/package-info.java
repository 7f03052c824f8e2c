/**
 * Ensembles of networks that were each trained without one part of the samples, how much each kind of network counts, and
 * probabilities that are softened on samples held back.
 *
 * {@snippet :
 * import io.github.panagrad.nn.*;
 * import io.github.panagrad.nn.data.*;
 * import io.github.panagrad.nn.ensemble.TemperatureScaling;
 * import io.github.panagrad.tensor.Activation;
 *
 * void main() {
 *     Dataset.Split moons = new Moons(300, 0.4).generate(1).split(0.5, 2);
 *     NetworkSpec spec = NetworkSpec.inputs(2).dense(64, Activation.relu()).output(1, Loss.binaryCrossEntropy());
 *     Network network = Network.create(spec, 1);
 *     TrainingConfig config = TrainingConfig.defaults().withEpochs(200).withLearningRate(0.01);
 *     try (Trainer trainer = new Trainer(network, config)) {
 *         trainer.fit(moons.training());
 *     }
 *     try (Ensemble ensemble = Ensemble.of(network)) {
 *         double temperature = TemperatureScaling.soften(ensemble, moons.validation(), 1);
 *         IO.println("a temperature of at least 1: " + (temperature >= 1));
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.ensemble;

import org.jspecify.annotations.NullMarked;
