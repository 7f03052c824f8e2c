/**
 * Reports about training runs: one HTML page with charts, and event files for TensorBoard.
 *
 * {@snippet :
 * import io.github.panagrad.nn.*;
 * import io.github.panagrad.nn.data.*;
 * import io.github.panagrad.report.*;
 * import io.github.panagrad.tensor.Activation;
 *
 * void main() throws IOException {
 *     Dataset samples = new Moons(200, 0.2).generate(1);
 *     NetworkSpec spec = NetworkSpec.inputs(2).dense(8, Activation.tanh()).output(1, Loss.binaryCrossEntropy());
 *     try (Network network = Network.create(spec, 1);
 *             Trainer trainer = new Trainer(network, TrainingConfig.defaults())) {
 *         History history = trainer.fit(samples);
 *         LearningCurves curves = new LearningCurves(history.epochs(), OptionalInt.empty());
 *         HtmlReport.write(TrainingReport.titled("Moons").curves(curves).build(), Path.of("report"));
 *     }
 *     IO.println(Files.exists(Path.of("report", HtmlReport.PAGE)));
 * }
 * }
 */
@NullMarked
package io.github.panagrad.report;

import org.jspecify.annotations.NullMarked;
