/**
 * Networks: a {@link io.github.panagrad.nn.NetworkSpec} describes one, a {@link io.github.panagrad.nn.Network} has its parameters, a
 * {@link io.github.panagrad.nn.Trainer} changes them, an {@link io.github.panagrad.nn.Evaluator} judges it, a {@link
 * io.github.panagrad.nn.Predictor} serves it, and a {@link io.github.panagrad.nn.ModelFile} keeps it. Whoever opens one closes it.
 *
 * {@snippet :
 * import io.github.panagrad.nn.*;
 * import io.github.panagrad.nn.data.*;
 * import io.github.panagrad.tensor.Activation;
 *
 * void main() throws IOException {
 *     Dataset.Split data = SyntheticData.spirals().generate(1).split(0.1, 1);
 *     NetworkSpec spec = NetworkSpec.inputs(2)
 *             .dense(64, Activation.relu())
 *             .output(3, Loss.softmaxCrossEntropy());
 *     TrainingConfig config = TrainingConfig.defaults().withEpochs(5);
 *     try (Network network = Network.create(spec, 42);
 *             Trainer trainer = new Trainer(network, config, data.training())) {
 *         History history = trainer.fit(data.training(), FitOptions.none().withValidation(data.validation()));
 *         IO.println("accuracy " + history.last().validationAccuracy());
 *         ModelFile.save(Path.of("spirals.safetensors"), network, Map.of());
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn;

import org.jspecify.annotations.NullMarked;
