/**
 * Gradients compared with finite differences and with the reference network, for every kind of network.
 *
 * {@snippet :
 * import io.github.panagrad.nn.*;
 * import io.github.panagrad.nn.check.GradientCheck;
 * import io.github.panagrad.nn.data.Dataset;
 * import io.github.panagrad.tensor.*;
 *
 * void main() {
 *     Dataset samples = Dataset.of(new double[][] {{1, 2}, {3, -1}, {0, 1}}, new int[] {0, 1, 1});
 *     NetworkSpec spec = NetworkSpec.inputs(2).dense(5, Activation.tanh()).output(1, Loss.binaryCrossEntropy());
 *     try (Network network = Network.create(spec, DType.F64, Backend.preferred(), Initializer.glorot(), 1)) {
 *         GradientCheck.Report report = GradientCheck.run(network, samples, 0.1);
 *         report.assertBelow(GradientCheck.TOLERANCE);
 *         IO.println("the gradients of " + report.parameters() + " parameters agree");
 *     }
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.check;

import org.jspecify.annotations.NullMarked;
