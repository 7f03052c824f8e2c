/**
 * The textbook network in plain Java, to check networks against.
 *
 * <p>A direct transcription of the formulas over {@code double[][]}: no speed, no clever arrangement, and no code shared
 * with what it checks. Classes here may use the JDK and each other, and nothing else.
 */
@NullMarked
package io.github.panagrad.nn.reference;

import org.jspecify.annotations.NullMarked;
