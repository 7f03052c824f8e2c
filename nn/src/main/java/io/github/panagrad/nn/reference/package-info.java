/**
 * The textbook network in plain Java, to check networks against.
 *
 * <p>A direct transcription of the formulas of <em>Day 6 Deep Dive: Backpropagation and Optimization</em> over
 * {@code double[][]}: no optimisations, and no code shared with the networks it checks. Classes in this package may
 * depend on the JDK and on each other only.
 *
 * {@snippet :
 * import io.github.panagrad.nn.reference.*;
 *
 * void main() {
 *     double[][][] weights = {{{0.5, -0.25}, {1, 0.75}}, {{2, -1}}};
 *     double[][] biases = {{0, 0.1}, {0.2}};
 *     ReferenceNetwork network = new ReferenceNetwork(
 *             weights, biases, List.of(ReferenceActivation.SIGMOID), ReferenceLoss.BINARY_CROSS_ENTROPY);
 *     double[][] x = {{1, 2}, {-1, 0.5}};
 *     double[][] y = {{1}, {0}};
 *     ReferenceNetwork.Gradients gradients = network.backward(x, y);
 *     IO.println("loss " + gradients.loss() + ", dL/db " + gradients.biases()[1][0]);
 * }
 * }
 */
@NullMarked
package io.github.panagrad.nn.reference;

import org.jspecify.annotations.NullMarked;
