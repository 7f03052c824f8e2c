/**
 * The textbook network in plain Java, to check networks against.
 *
 * <p>A direct transcription of the formulas of <em>Day 6 Deep Dive: Backpropagation and Optimization</em> over
 * {@code double[][]}: no optimisations, and no code shared with the networks it checks. Classes in this package may
 * depend on the JDK and on each other only.
 */
@NullMarked
package io.github.panagrad.nn.reference;

import org.jspecify.annotations.NullMarked;
